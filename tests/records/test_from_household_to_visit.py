"""A household that has a class in 实有人口房屋 is visited as it stands there, also where that was decided while nobody listened."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from plugins.grid_work import nightly
from plugins.grid_work.models import VisitedHome, dwelling
from plugins.population.models import Household, Premises
from portal import clock
from portal.extensions import db
from portal.plugin.hookspecs import Context
from portal.plugin_admin.switching import switch
from portal.testing import factories

pytestmark = pytest.mark.database
TODAY = date(2026, 3, 9)


@pytest.fixture(autouse=True)
def monday():
    with clock.pretend(datetime(2026, 3, 9, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def graded(cast) -> Callable[..., Household]:
    """`graded("2")`: a household that lives in 锦绣苑1号楼1单元 and has this class."""

    def make(grade: str = "2", room: str = "101", building: str = "1号楼", entrance: str = "1单元") -> Household:
        place = {"estate": "锦绣苑", "building": building, "entrance": entrance, "room": room}
        home = Premises.enter(unit=cast.grid1, by=cast.clerk, **place)
        head = factories.resident(cast.taixing)
        found = Household.enter(unit=cast.grid1, head=head, premises=home, on=date(2026, 1, 5), by=cast.clerk)
        if grade:
            found.decide_grade(grade, "独居", "入户了解。", date(2026, 3, 1), by=cast.clerk)
        db.session.commit()
        return found

    return make


def visited() -> list[VisitedHome]:
    return list(db.session.scalars(select(VisitedHome).order_by(VisitedHome.id)).unique())


def switched(cast, state: str) -> None:
    switch("grid_work", cast.county, state, by=None, reason="测试")
    db.session.commit()


def at_night(cast) -> list[int]:
    """What the job tells of how far it is."""
    told: list[int] = []
    nightly.take_over(Context(cast.county, None, clock.now()), lambda done, total: told.append(done))
    return told


def test_a_household_is_visited_once_it_has_a_class(graded):
    graded("1")
    graded("", room="102")
    assert [(each.grade, each.title, each.cause) for each in visited()] == [("1", "锦绣苑1号楼1单元101", "独居")]


def test_bare_numbers_of_a_building_and_an_entrance_are_told_apart_on_the_walk(graded):
    graded("1", building="1", entrance="11")
    graded("1", building="11", entrance="1")
    assert [each.title for each in visited()] == ["锦绣苑1号楼11单元101", "锦绣苑11号楼1单元101"]


def test_one_that_had_a_class_before_the_plugin_was_on_is_visited_from_then(cast, graded):
    switched(cast, "off")
    graded("1")
    assert visited() == []
    switched(cast, "on")
    assert [(each.grade, each.due_on is None) for each in visited()] == [("1", False)]


def test_those_that_were_too_many_then_follow_at_night_piece_by_piece(cast, graded, monkeypatch):
    switched(cast, "off")
    for room in ("101", "102", "103", "104", "105"):
        graded("2", room=room)
    monkeypatch.setattr("plugins.grid_work.AT_ONCE", 1)
    switched(cast, "on")
    assert len(visited()) == 1
    monkeypatch.setattr(dwelling, "AT_ONCE", 2)
    assert (at_night(cast), len(visited())) == ([2, 4], 5)
    assert at_night(cast) == [], "none is left"


def test_another_class_and_an_end_meanwhile_are_followed(cast, graded):
    first, second = graded("1"), graded("1", room="102")
    switched(cast, "off")
    first.decide_grade("3", "自愿", "本人提出。", TODAY, by=cast.clerk)
    second.close(TODAY, "全户迁走。", by=cast.clerk)
    db.session.commit()
    assert [each.grade for each in visited()] == ["1", "1"]
    switched(cast, "on")
    assert [(each.grade, each.status) for each in visited()] == [("3", "here"), ("1", "closed")]


def test_what_was_decided_here_stays_at_night(cast, graded):
    graded("2")
    visited()[0].regrade("1", "独居", "腿摔伤了。", by=cast.clerk)
    db.session.commit()
    at_night(cast)
    assert [each.grade for each in visited()] == ["1"]


def test_what_was_decided_here_stays_whatever_else_happens_there(cast, graded):
    household = graded("2")
    visited()[0].regrade("1", "独居", "腿摔伤了。", by=cast.clerk, review_on=date(2026, 4, 1))
    household.add(factories.resident(cast.taixing), "spouse", TODAY, by=cast.clerk)
    db.session.commit()
    assert [(each.grade, each.reason, each.review_on) for each in visited()] == [("1", "腿摔伤了。", date(2026, 4, 1))]


def test_the_next_decision_there_counts_again_even_for_the_same_class(cast, graded):
    household = graded("2")
    visited()[0].regrade("1", "独居", "腿摔伤了。", by=cast.clerk)
    household.decide_grade("2", "独居", "复核。", TODAY, by=cast.clerk)
    db.session.commit()
    assert [(each.grade, each.reason, each.review_on) for each in visited()] == [("2", "", None)]


def elsewhere(cast) -> Premises:
    return Premises.enter(
        unit=cast.grid1, by=cast.clerk, estate="锦绣苑", building="2号楼", entrance="1单元", room="201"
    )


def test_who_settles_elsewhere_after_a_gap_is_visited_there(cast, graded):
    household = graded("1")
    household.leave_home(TODAY, by=cast.clerk)
    db.session.commit()
    assert [(each.status, each.due_on) for each in visited()] == [("closed", None)]
    household.settle(elsewhere(cast), TODAY, by=cast.clerk)
    db.session.commit()
    assert [(each.status, each.title, each.due_on is None) for each in visited()] == [
        ("here", "锦绣苑2号楼1单元201", False)
    ]


def test_who_settles_elsewhere_while_the_plugin_is_off_is_visited_once_it_is_on(cast, graded):
    household = graded("1")
    household.leave_home(TODAY, by=cast.clerk)
    db.session.commit()
    switched(cast, "off")
    household.settle(elsewhere(cast), TODAY, by=cast.clerk)
    db.session.commit()
    switched(cast, "on")
    assert [(each.status, each.title) for each in visited()] == [("here", "锦绣苑2号楼1单元201")]


def test_visits_that_were_ended_here_stay_ended(cast, graded):
    household = graded("1")
    visited()[0].close("本人不需要。", by=cast.clerk)
    household.settle(elsewhere(cast), TODAY, by=cast.clerk)
    db.session.commit()
    at_night(cast)
    assert [each.status for each in visited()] == ["closed"]
