"""When a household is due: after the days of its class, once however late it is, sooner where nobody was met."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from plugins.grid_work.choices import KEY
from plugins.grid_work.models import VisitedHome, VisitPause
from plugins.grid_work.walk import due_by_unit, next_on_walk, walk_of
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.settings import change
from portal.workdays.seeding import seed_missing_years

pytestmark = pytest.mark.database
TODAY = date(2026, 3, 9)


def said(home, cast, met: str, on: date = TODAY, **fields):
    made = home.visit(on, met, fields.pop("way", "door"), "", by=cast.grid, **fields)
    db.session.commit()
    return made


@pytest.mark.parametrize(("grade", "days"), [("1", 7), ("2", 30), ("3", 90)])
def test_the_next_day_follows_from_the_class(enrol, cast, grade, days):
    home = enrol(grade=grade)
    said(home, cast, "met")
    assert home.due_on == TODAY + timedelta(days=days)


def test_what_is_late_by_months_is_due_once(enrol, cast):
    home = enrol(grade="1", due_on=date(2025, 10, 1))
    said(home, cast, "met")
    assert (home.due_on, home.last_on) == (TODAY + timedelta(days=7), TODAY)


@pytest.mark.parametrize("way", ["stairs", "chance", "came", "phone", "video"])
def test_whoever_was_met_anywhere_was_visited(home, cast, way):
    said(home, cast, "met", way=way)
    assert home.last_on == TODAY


def test_nobody_at_home_is_tried_again_soon_and_the_third_time_asks_for_a_check(home, cast):
    said(home, cast, "silent", TODAY - timedelta(days=6))
    said(home, cast, "out", TODAY - timedelta(days=3))
    assert (home.due_on, home.check_since) == (TODAY, None)
    said(home, cast, "silent")
    assert (home.due_on, home.check_since, home.missed) == (None, TODAY, 3)


def test_after_the_check_the_count_begins_anew(home, cast):
    for ago in (6, 3, 0):
        said(home, cast, "silent", TODAY - timedelta(days=ago))
    home.check("away", TODAY, "电话联系本人。", by=cast.grid)
    assert (home.missed, home.due_on, home.check_since) == (0, TODAY + timedelta(days=90), None)


@pytest.mark.parametrize("way", ["phone", "video"])
def test_who_is_away_for_long_and_is_met_from_afar_is_away_still(home, cast, way):
    home.away = True
    said(home, cast, "met", way=way)
    assert (home.away, home.due_on) == (True, TODAY + timedelta(days=90))


def test_paper_of_before_a_check_does_not_undo_it(home, cast):
    home.check_since = TODAY
    home.check("away", TODAY, "邻居说的。", by=cast.grid)
    said(home, cast, "met", TODAY - timedelta(days=5), late=True)
    assert home.away
    said(home, cast, "met")
    assert not home.away


def test_who_moved_away_is_visited_no_more(home, cast):
    said(home, cast, "moved")
    assert home.check_since == TODAY
    home.check("moved", TODAY, "房主说的。", by=cast.grid)
    assert (home.status, home.due_on) == ("closed", None)


def test_who_would_rather_not_is_left_alone_until_the_next_time(home, cast):
    said(home, cast, "refused")
    assert (home.missed, home.due_on) == (0, TODAY + timedelta(days=30))


def test_paper_that_is_typed_in_late_changes_nothing_that_came_after(home, cast):
    said(home, cast, "met")
    said(home, cast, "silent", TODAY - timedelta(days=2), late=True)
    assert (home.missed, home.due_on) == (0, TODAY + timedelta(days=30))


def test_a_visit_that_was_a_mistake_is_reckoned_out_again(home, cast):
    said(home, cast, "met", TODAY - timedelta(days=10))
    wrong = said(home, cast, "met")
    wrong.drop("记错了户。", by=cast.grid)
    assert (home.last_on, home.due_on) == (TODAY - timedelta(days=10), TODAY + timedelta(days=20))


def test_new_households_of_a_building_are_due_together_and_not_all_at_once(cast, enrol):
    days = {}
    for building in ("1号楼", "2号楼", "3号楼", "4号楼", "5号楼"):
        for room in ("101", "102"):
            home = enrol(room, building=building)
            home.due_on = None
            home.reckon()
            days.setdefault(building, set()).add(home.due_on)
    assert all(len(each) == 1 for each in days.values())


@pytest.mark.parametrize(
    ("met_on", "due_on"),
    [
        (date(2026, 3, 7), date(2026, 3, 14)),  # an ordinary Saturday: people are at home
        (date(2026, 3, 28), date(2026, 4, 7)),  # 清明: Saturday 4 to Monday 6 April
        (date(2026, 3, 30), date(2026, 4, 7)),
        (date(2026, 4, 25), date(2026, 5, 6)),  # 劳动节: Friday 1 to Tuesday 5 May
        (date(2026, 5, 2), date(2026, 5, 9)),  # a Saturday on which one works
    ],
)
def test_what_falls_on_holidays_is_due_after_them(enrol, cast, met_on, due_on):
    seed_missing_years()
    with clock.pretend(datetime.combine(met_on, time(2), UTC)):
        home = enrol(grade="1", due_on=met_on)
        said(home, cast, "met", met_on)
    assert home.due_on == due_on


def test_a_district_may_leave_the_days_as_they_are(enrol, cast):
    seed_missing_years()
    change(KEY, cast.county, {"holidays": "keep"}, by=None, reason="测试", valid_from=TODAY)
    with clock.pretend(datetime(2026, 3, 30, 2, tzinfo=UTC)):
        home = enrol(grade="1", due_on=date(2026, 3, 30))
        said(home, cast, "met", date(2026, 3, 30))
    assert home.due_on == date(2026, 4, 6)


@pytest.mark.parametrize(
    ("on", "said_"),
    [(TODAY + timedelta(days=1), "晚于今天"), (TODAY - timedelta(days=32), "31 日以内")],
)
def test_a_day_that_cannot_be_is_refused(home, cast, on, said_):
    with pytest.raises(RuleError, match=said_) as refused:
        home.visit(on, "met", "door", "", by=cast.grid)
    assert refused.value.at == "on"


def test_the_same_is_not_noted_twice_but_noon_and_evening_are(home, cast):
    said(home, cast, "silent")
    said(home, cast, "met")
    with pytest.raises(RuleError, match="已经记过"):
        home.visit(TODAY, "met", "door", "", by=cast.grid)


def test_a_building_is_walked_at_once_and_no_other_before_its_time(enrol, cast):
    enrol("101")
    enrol("102", due_on=TODAY + timedelta(days=2))
    enrol("103", due_on=TODAY + timedelta(days=9))
    enrol("101", building="万豪花园4号楼1单元", due_on=TODAY + timedelta(days=1))
    walk = walk_of(cast.grid1, cast.grid)
    assert [(building, [each.room for each in homes]) for building, homes in walk.buildings] == [
        ("万豪花园3号楼2单元", ["101", "102"])
    ]


def test_where_somebody_was_today_nobody_goes_again_today(enrol, cast):
    silent = enrol("101")
    enrol("102")
    said(silent, cast, "silent")
    assert [each.room for each in walk_of(cast.grid1, cast.grid).homes] == ["102"], "101 is due in three days"


def test_the_next_door_follows_and_after_the_last_those_that_were_left_out(enrol, cast):
    homes = [enrol(room) for room in ("101", "102", "103")]
    said(homes[1], cast, "met")
    assert next_on_walk(homes[1], cast.grid1, cast.grid).room == "103"
    said(homes[2], cast, "met")
    assert next_on_walk(homes[2], cast.grid1, cast.grid).room == "101"
    said(homes[0], cast, "met")
    assert next_on_walk(homes[0], cast.grid1, cast.grid) is None


def test_two_enter_an_address_in_the_same_moment_and_it_is_there_once(enrol, cast, monkeypatch):
    enrol("101")
    monkeypatch.setattr(VisitedHome, "_refuse_twice", lambda *args: None)  # the other is not written yet
    with pytest.raises(RuleError, match="刚刚由别人登记") as refused:
        enrol("101")
    db.session.commit()
    assert (refused.value.at, db.session.scalar(select(func.count(VisitedHome.id)))) == ("room", 1)


def test_nobody_goes_while_the_worker_is_on_leave(enrol, cast):
    enrol()
    VisitPause.enter(
        unit=cast.grid1, name="leave", valid_from=TODAY, valid_until=TODAY + timedelta(days=3), by=cast.director
    )
    db.session.commit()
    assert walk_of(cast.grid1, cast.grid).homes == []
    due = VisitedHome.visible_to(cast.grid).where(VisitedHome.due_by(TODAY))
    assert db.session.scalars(due).unique().all() == []


@pytest.mark.parametrize("place", ["grid1", "taixing"])
def test_where_nobody_goes_nothing_is_due_on_any_page(enrol, cast, as_user, place):
    """Neither in the grid that pauses, nor in the grids of a community that does."""
    title = enrol().title
    assert title in as_user("clerk").get("/grid_work/homes?look=due").text
    VisitPause.enter(unit=getattr(cast, place), name="holiday", valid_from=TODAY, valid_until=TODAY, by=cast.director)
    db.session.commit()
    assert walk_of(cast.grid1, cast.grid).pause is not None
    assert db.session.scalars(select(VisitedHome).where(VisitedHome.due_by(TODAY))).unique().all() == []
    assert due_by_unit(cast.taixing, cast.clerk) == []
    assert title not in as_user("clerk").get("/grid_work/homes?look=due").text
