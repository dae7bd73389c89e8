"""统计: rates count whoever said nothing as not satisfied, and show both what was set apart and what was not."""

from datetime import UTC, datetime

import pytest

from plugins.public_reports.figures import REPORT_FIGURES
from portal import clock
from portal.extensions import db

pytestmark = pytest.mark.database


def closed(cast, *reports):
    for each in reports:
        each.accept("楼道灯不亮", "property", by=cast.clerk)
        each.case.accept(by=cast.clerk)
        each.case.resolve("换了灯。", by=cast.director)
    db.session.commit()


def table(cast, key):
    return REPORT_FIGURES.table(REPORT_FIGURES.figure(key), cast.director)


def test_no_rating_is_no_satisfaction(cast, report):
    first, second = report(), report(text="灯坏了。")
    closed(cast, first, second)
    first.rate(True, True, True, by=None)
    db.session.commit()
    found = table(cast, "rates")
    assert found.sums == (2, 1, 1, 1, 1)
    assert [found.ratio(each, found.sums) for each in found.figure.ratios] == ["50%", "50%", "50%"]


def test_what_is_set_apart_counts_in_one_table_and_not_in_the_other(cast, report):
    first = report()
    closed(cast, first, report(text="灯坏了。"))
    first.set_apart("没有依据。", by=cast.clerk)
    first.confirm_apart(by=cast.director)
    db.session.commit()
    assert (table(cast, "rates").sums[0], table(cast, "rates_apart").sums[0]) == (2, 1)


def test_what_was_merged_counts_as_repeated_and_what_was_refused_as_answered(cast, report):
    first, second, third = report(), report(text="灯坏了。"), report(text="路灯不亮。")
    second.merge_into(first, by=cast.clerk)
    third.decline("不在本单位职责范围", "归市政。", "", by=cast.clerk)
    db.session.commit()
    came, accepted, declined, repeated, answered, in_time, _ = table(cast, "matter").sums
    assert (came, accepted, declined, repeated, answered, in_time) == (3, 0, 1, 1, 1, 1)


def test_self_made_reports_stand_by_themselves(cast, report):
    told = report(by=cast.director, channel="phone")
    closed(cast, told, report(text="灯坏了。"))
    assert table(cast, "signs").sums == (2, 1, 2, 0)


def test_the_page_opens_and_says_the_mean_time(as_user, cast, report):
    closed(cast, report())
    page = as_user("director").page("/public_reports/statistics")
    assert "0.0 小时" in page.text


def test_what_came_in_is_told_by_the_time_of_day_as_the_office_has_it(cast, report):
    with clock.pretend(datetime(2026, 3, 2, 23, 30, tzinfo=UTC)):
        report()
    with clock.pretend(datetime(2026, 3, 3, 1, 30, tzinfo=UTC)):
        report(text="灯坏了。")
        found = [(line.label, line.numbers[0]) for line in table(cast, "hour").lines]
    assert found == [("6—9 点", 1), ("9—12 点", 1)]
