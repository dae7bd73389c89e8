"""What 研判 asks of cases: figures as those of 收办统计, what presses, what comes again, what gathers; and nobody's name."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal import clock
from portal.cases import briefing
from portal.cases.briefing import (
    figures_of,
    kinds_by_place,
    neighbourhood,
    pressed,
    pressing,
    repeated,
    same_party,
    same_place,
)
from portal.cases.rollup.reading import count
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database

MARCH, APRIL = (date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 4, 30))
IN_MARCH, IN_APRIL = datetime(2026, 3, 10, 2, tzinfo=UTC), datetime(2026, 4, 20, 2, tzinfo=UTC)


def today() -> tuple[date, date]:
    return clock.today(), clock.today()


@pytest.fixture
def spring(cast):
    """Two cases of a community in March, of which one was settled in April."""
    with clock.pretend(IN_MARCH):
        first, _ = (factories.case(cast.taixing, by=cast.clerk) for _ in range(2))
        first.triage(kind="0203", level="minor", by=cast.director)
        db.session.commit()
    with clock.pretend(IN_APRIL):
        first.resolve("已经修好。", by=cast.director)
        db.session.commit()


def test_figures_are_those_of_the_statistics(cast, spring):
    april, march = figures_of(cast.taixing, (APRIL, MARCH), APRIL[1])
    counted = count(cast.taixing, (), [202603, 202604], APRIL[1], APRIL[1])
    for name, measure in (("came", "came"), ("settled", "settled")):
        assert march[name] == counted.number(cast.taixing.id, measure, [202603])
        assert april[name] == counted.number(cast.taixing.id, measure, [202604])
    assert april["open"] == counted.number(cast.taixing.id, "open") == 1
    assert april["overdue"] == counted.number(cast.taixing.id, "overdue") == 1
    assert march["open"] == 2


def test_what_befalls_later_does_not_change_the_figures_of_a_past_day(cast, spring):
    (then,) = figures_of(cast.taixing, [MARCH], MARCH[1])
    assert then == {"came": 2, "settled": 0, "open": 2, "overdue": then["overdue"]}


def test_few_of_a_kind_are_not_shown_nor_what_would_tell_them(cast):
    with clock.pretend(IN_MARCH):
        for kind, number in (("0203", 6), ("0701", 2)):
            for _ in range(number):
                factories.case(cast.grid1, by=cast.clerk, kind=kind)
        db.session.commit()
    columns, rows = kinds_by_place(cast.taixing, MARCH, MARCH[1])
    assert columns == ["类型", "第一网格", "合计"] or columns[0::2] == ["类型", "合计"]
    assert [row[1:] for row in rows] == [["<5", "<5"], ["<5", "<5"]]


def test_what_is_late_is_red_and_what_is_suspended_presses_nobody(cast):
    late, resting = (factories.case(cast.taixing, by=cast.clerk) for _ in range(2))
    for each in (late, resting):
        each.accept(by=cast.clerk)
    resting.suspend("等鉴定。", clock.today() + timedelta(days=30), by=cast.director)
    db.session.commit()
    with clock.pretend(late.due_at + timedelta(days=3)):
        assert [(each.number, each.days, each.red) for each in pressing(cast.taixing)] == [(late.number, -3, True)]
        assert not pressing(cast.nangan)


def test_all_that_presses_is_counted_however_few_of_it_are_listed(cast, monkeypatch):
    monkeypatch.setattr(briefing, "MOST", 1)
    with clock.pretend(IN_MARCH):
        late = [factories.case(cast.taixing, by=cast.clerk) for _ in range(2)]
        for each in late:
            each.accept(by=cast.clerk)
    with clock.pretend(IN_APRIL):
        near, resting = (factories.case(cast.taixing, by=cast.clerk) for _ in range(2))
        for each in (near, resting):
            each.accept(by=cast.clerk)
        resting.suspend("等鉴定。", clock.today() + timedelta(days=300), by=cast.director)
        db.session.commit()
    with clock.pretend(near.due_at - timedelta(hours=1)):
        assert [each.number for each in pressing(cast.taixing)] == [late[0].number]
        assert pressed(cast.taixing) == (2, 1)
        assert pressed(cast.nangan) == (0, 0)


def test_one_party_of_three_cases_is_told_by_the_cases_alone(cast):
    somebody = factories.resident(cast.taixing)
    numbers = [
        factories.case(
            cast.taixing, by=cast.clerk, parties=[(1, somebody), (2, factories.resident(cast.taixing))]
        ).number
        for _ in range(3)
    ]
    (group,) = same_party(cast.taixing, today(), 3)
    assert [number for _, number in group.cases] == numbers
    assert group.what == ""
    assert not same_party(cast.taixing, today(), 4)
    yesterday = clock.today() - timedelta(days=1)
    assert not same_party(cast.taixing, (yesterday, yesterday), 3)


def test_a_matter_that_was_merged_was_told_twice_and_is_one_matter_of_its_party(cast):
    first, second = (factories.case(cast.taixing, by=cast.clerk) for _ in range(2))
    second.merge_into(first, "同一件事。", by=cast.clerk)
    (group,) = repeated(cast.taixing, today(), 2)
    assert [number for _, number in group.cases] == [first.number, second.number]
    assert not repeated(cast.taixing, today(), 3)


def test_buildings_of_one_neighbourhood_gather(cast):
    for building in range(5):
        factories.case(cast.taixing, by=cast.clerk, location=f"万豪花园{building + 1}号楼2单元")
    (group,) = same_place(cast.taixing, today(), 5)
    assert (group.what, len(group.cases)) == ("万豪花园", 5)


def test_a_building_of_no_neighbourhood_stays_itself():
    assert [neighbourhood(each) for each in ("万豪花园3栋", "3号楼", "迎宾路工地")] == [
        "万豪花园",
        "3号楼",
        "迎宾路工地",
    ]
