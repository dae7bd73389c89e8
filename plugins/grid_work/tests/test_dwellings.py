"""A household that another plugin keeps is visited as it stands there; neither knows the other."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from plugins.grid_work.models import VisitedHome
from portal.extensions import db
from portal.records.origin import Dwelling
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def household(cast):
    """`household(grade="1")` as its own register has it."""
    person = factories.resident(cast.taixing)

    def stands(ident: int = 7, **changes):
        told = {"building": "1号楼1单元", "room": "101", "grade": "1", "cause": "独居", "decision": 1} | changes
        dwelling = Dwelling(cast.grid1, person, **told) if told["grade"] else None
        return SimpleNamespace(
            __tablename__="population_household", id=ident, grade=told["grade"] or "1", dwelling=dwelling
        )

    return stands


def everyone() -> list[VisitedHome]:
    return list(db.session.scalars(select(VisitedHome).order_by(VisitedHome.id)).unique())


def only() -> VisitedHome:
    (home,) = everyone()
    return home


def test_a_class_there_begins_visits_here_and_another_changes_them(cast, household):
    VisitedHome.hear(household())
    assert (only().grade, only().title, only().person.id is not None) == ("1", "1号楼1单元101", True)
    VisitedHome.hear(household(grade="3", room="102", decision=2))
    assert (only().grade, only().room) == ("3", "102")


def test_a_household_that_was_enrolled_by_hand_is_not_there_twice(cast, household, enrol):
    enrol("101", building="1号楼1单元")
    VisitedHome.hear(household())
    assert (only().origin_id, only().grade) == (7, "1")


def test_what_is_gone_there_is_not_visited_here(cast, household):
    VisitedHome.hear(household())
    VisitedHome.hear(household(grade=""))
    assert (only().status, only().due_on) == ("closed", None)


def test_two_households_of_one_address_are_both_visited(cast, household):
    VisitedHome.hear(household())
    VisitedHome.hear(household(8))
    VisitedHome.hear(household(8, grade="3", decision=2))
    assert [(each.origin_id, each.grade, each.title) for each in everyone()] == [
        (7, "1", "1号楼1单元101"),
        (8, "3", "1号楼1单元101"),
    ]


def test_one_that_came_before_decisions_had_numbers_keeps_what_was_decided_here(cast, household):
    VisitedHome.hear(household())
    only().regrade("2", "独居", "腿摔伤了。", by=cast.clerk)
    only().decision = None  # as the migration leaves it
    VisitedHome.hear(household(decision=5))
    assert (only().grade, only().decision) == ("2", 5)
