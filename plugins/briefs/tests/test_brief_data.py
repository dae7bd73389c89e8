"""取数: of which period, until when, by what limits; and once frozen it stays."""

from datetime import date, timedelta

import pytest

from plugins.briefs import data_page
from plugins.briefs.data_page import drafted
from plugins.briefs.models import Brief
from plugins.briefs.period import Period
from plugins.briefs.report import warnings_of
from plugins.briefs.settings import KEY
from plugins.briefs.tests.conftest import LAST_WEEK, MONDAY
from portal import clock
from portal.database import nobody_waits
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database


def figures(brief: Brief) -> dict[str, list]:
    return {name: numbers for name, *numbers in brief.data["figures"]}


def test_a_community_has_weeks_and_a_street_has_months(cast, brief):
    street = Brief.start(unit=cast.street, on=date(2026, 3, 9), by=cast.clerk)
    assert (brief.period, brief.title) == ("2026-W14", "泰兴社区 2026 年第 14 周研判")
    assert (street.period, street.as_of) == ("2026-03", date(2026, 3, 31))


def test_a_grid_holds_none(cast):
    with pytest.raises(RuleError, match="不开研判会"):
        Brief.start(unit=cast.grid1, on=LAST_WEEK, by=cast.clerk)


def test_the_district_decides_how_often(cast):
    change(KEY, cast.county, {"community": "month"}, by=cast.district, reason="试行", valid_from=clock.today())
    assert Brief.start(unit=cast.taixing, by=cast.clerk).period == "2026-03"


def test_without_a_day_it_is_about_the_latest_week_or_month_that_is_over(cast):
    with clock.pretend(MONDAY + timedelta(days=24)):  # the last day of April
        week, month = (Brief.start(unit=each, by=cast.clerk) for each in (cast.taixing, cast.street))
    assert [(each.period, each.as_of) for each in (week, month)] == [
        ("2026-W17", date(2026, 4, 26)),
        ("2026-03", date(2026, 3, 31)),
    ]


def test_one_that_is_not_over_is_asked_for_on_its_page(as_user, cast):
    client = as_user("clerk")
    page = client.page("/briefs/reports/new")
    with clock.pretend(MONDAY + timedelta(days=2)):
        asked = client.fill(page, unit_id=str(cast.taixing.id), on="2026-04-08")
        assert (asked.status, "2026 年第 15 周还没有过完" in asked.text) == (422, True)
        assert client.fill(asked, early="y").status == 200
    assert db.session.query(Brief).one().as_of == date(2026, 4, 7)


def test_nobody_waits_to_write_while_the_data_are_taken(as_user, cast, monkeypatch):
    taken, take = [], data_page.take

    def taking(*about):
        nobody_waits("the data page")
        taken.append(about)
        return take(*about)

    monkeypatch.setattr(data_page, "take", taking)
    client = as_user("clerk")
    page = client.page("/briefs/reports/new")
    assert client.fill(page, unit_id=str(cast.taixing.id)).status == 200
    assert len(taken) == 1
    assert client.fill(page, unit_id=str(cast.taixing.id)).status == 200  # sent again
    assert db.session.query(Brief).one().period == "2026-W14"


def test_a_second_one_of_the_week_is_refused_on_its_page(as_user, cast, brief):
    client = as_user("clerk")
    again = client.fill(client.page("/briefs/reports/new"), unit_id=str(cast.taixing.id))
    assert (again.status, "已经有研判" in again.text) == (422, True)


def test_data_that_were_taken_before_midnight_are_taken_anew(cast):
    before = {"unit": cast.taixing, "by": cast.clerk, "on": date(2026, 4, 8), "early": True}
    with clock.pretend(MONDAY + timedelta(days=2)):
        looked = Brief.start.declared.prepare(**before)
    with clock.pretend(MONDAY + timedelta(days=3)):
        assert Brief.start(**before, **looked).data is not looked["taken"][2]


def test_a_week_under_way_is_taken_until_yesterday(cast):
    with clock.pretend(MONDAY + timedelta(days=2)):
        made = Brief.start(unit=cast.taixing, on=date(2026, 4, 8), early=True, by=cast.clerk)
        assert made.as_of == date(2026, 4, 7)


def test_a_week_that_begins_today_is_not_taken(cast):
    with pytest.raises(RuleError, match="明天再起草"):
        Brief.start(unit=cast.taixing, on=date(2026, 4, 6), by=cast.clerk)


def test_one_week_has_one_report_until_that_is_void(cast, brief):
    with pytest.raises(RuleError, match="已经有研判"):
        Brief.start(unit=cast.taixing, on=LAST_WEEK, by=cast.clerk)
    brief.discard("取早了。", by=cast.clerk)
    assert Brief.start(unit=cast.taixing, on=LAST_WEEK, by=cast.clerk).status == "drawn"


def test_whoever_is_of_elsewhere_starts_none(cast):
    with pytest.raises(NotAllowed):
        Brief.start(unit=cast.taixing, on=LAST_WEEK, by=cast.outsider)


def test_what_is_frozen_stays_whatever_comes_later(cast):
    with clock.pretend(MONDAY - timedelta(days=4)):
        factories.case(cast.taixing, by=cast.clerk)
        db.session.commit()
    made = Brief.start(unit=cast.taixing, on=LAST_WEEK, by=cast.clerk)
    db.session.commit()
    frozen = str(made.data)
    with clock.pretend(MONDAY - timedelta(days=3)):
        factories.case(cast.taixing, by=cast.clerk)
        db.session.commit()
    change(KEY, cast.county, {"winter": "", "spring": "防火"}, by=cast.district, reason="改", valid_from=clock.today())
    db.session.expire_all()
    assert str(made.data) == frozen
    assert figures(made)["新增"][0] == 1


def test_what_stands_in_it_names_nobody(cast):
    somebody = factories.resident(cast.taixing)
    for _ in range(3):
        factories.case(cast.taixing, by=cast.clerk, parties=[(1, somebody)], nature="consult")
    with clock.pretend(MONDAY + timedelta(days=1)):
        made = Brief.start(unit=cast.taixing, on=MONDAY.date(), early=True, by=cast.clerk)
    assert len(made.data["parties"]) == 1
    assert somebody.name not in str(made.data)


def test_the_draft_is_made_of_the_data(cast, brief):
    assert brief.summary.startswith("2026 年第 14 周新增 0 件（上期 0 件）")


def test_red_and_yellow_are_counted_beyond_the_cases_that_are_listed(as_user, cast, brief):
    listed = [[n, f"昭君〔2026〕{n:05}号", "邻里", -9, True] for n in range(200)]
    brief.data = brief.data | {"pressing": listed, "pressed": [650, 12]}
    db.session.commit()
    assert "取数时红色（已超期）650 件、黄色（快到期）12 件。" in drafted(brief.data, brief.about_period)
    told = warnings_of(brief)
    assert told[0].startswith("取数时红色（已超期） 650 件：")
    assert told[0].endswith("等。")
    assert told[1] == "取数时黄色（快到期） 12 件。"
    page = as_user("clerk").page(f"/briefs/reports/{brief.id}").text
    assert "取数时红色（已超期）650 件" in page
    assert "取数时黄色（快到期）12 件" in page


@pytest.mark.parametrize(
    ("period", "before", "year_ago"),
    [("2026-01-01", "2025-W52", "2025-W01"), ("2026-12-31", "2026-W52", "2025-W53")],
)
def test_weeks_go_over_the_end_of_the_year(period, before, year_ago):
    week = Period.around("week", date.fromisoformat(period))
    assert (week.before.key, week.first - week.year_ago.first) == (before, timedelta(weeks=52))
