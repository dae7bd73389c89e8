"""Every list is read along an index that holds its order, for whoever's place it is: never by sorting all that lies there. Without statistics."""

import pytest
from flask import current_app
from sqlalchemy import Date

from portal import clock
from portal.accounts.reader import Office, Reader, Shape
from portal.columns import UtcDateTime
from portal.extensions import db
from portal.org.models import LEVELS
from portal.records.lists import ListPage
from portal.records.mounted import all_mounted
from portal.records.reading import Statements
from portal.records.register import Register
from portal.testing.plans import plan_of

pytestmark = pytest.mark.database

FEW = {  # as many rows as there are offices, grids, canteens, campaigns; or a few a year of a county
    "centre_centre",
    "centre_item",
    "centre_window",
    "consultation_forum",
    "duty_lists_edition",
    "elder_care_canteen",
    "elder_care_late",
    "case_subsidy_settlement",
    "elder_care_settlement",
    "elder_services_provider",
    "family_courses_course",
    "family_honours_campaign",
    "family_points_good",
    "family_points_rule",
    "family_values_hall",
    "great_age_settlement",
    "grids_department_grid",
    "grids_grid",
    "grids_sponsor",
    "grids_worker",
    "heroes_deed",
    "public_reports_label",
    "stewards_neighbourhood",
    "village_affairs_council",
    "village_affairs_covenant",
    "wall_screen",
}
OF_ANOTHER = {  # lie where another row lies, to which an index leads: all of a council, of a campaign, of a vote are read
    "duty_lists_item",
    "family_honours_objection",
    "heroes_hero",
    "heroes_honour",
    "heroes_member",
    "mediation_mediator",
    "owners_vote_ballot",
    "owners_vote_flat",
    "stewards_steward",
    "village_affairs_activity",
}
BY_WHOM = (  # lead to what lies elsewhere and is somebody's to do: all of that is read
    "ix_joint_meetings_invitation_unit",
    "ix_sponsored_partner_unit",
    "ix_sponsored_sponsorship_responsible",
    "ix_whistle_call_unit",
)


@pytest.fixture
def registers(app) -> list[Register]:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("how PostgreSQL reads depends on how many rows there are; python -m bench scale asks it")
    found = [each.register for each in all_mounted(ListPage)]
    grown = [each for each in found if each.model.__tablename__ not in FEW | OF_ANOTHER]
    asked = [each for each in grown if isinstance(each.source, Statements)]
    assert len(asked) > 20
    return asked


@pytest.mark.parametrize("level", [*LEVELS, "unit_id"])
def test_each_list_is_read_in_its_order(registers, level):
    asked = {each.key: [plan for plan in _plans(each, level) if _is_sorted(plan)] for each in registers}
    assert {key: plans for key, plans in asked.items() if plans} == {}


def _plans(register: Register, level: str) -> list[list[str]]:
    """How SQLite reads the first page of each part of the list."""
    office = Office(level, frozenset(current_app.extensions["portal_permissions"]), within=(), owner=0)
    _, oldest_first = register.sorts[""]
    parts = register.source._parts(Reader(Shape((office,), stood_in=False)), register.ask({}))
    return [_plan(each.first(oldest_first, register.per_page)) for each in parts]


def _plan(statement) -> list[str]:
    bound = [each for each in statement.compile().binds.values() if each.required]
    return plan_of(statement, {each.key: _any(each.type) for each in bound})


def _any(kind) -> object:
    return clock.now() if isinstance(kind, UtcDateTime) else clock.today() if isinstance(kind, Date) else 1


def _is_sorted(plan: list[str]) -> bool:
    return "USE TEMP B-TREE FOR ORDER BY" in plan and not any(index in line for index in BY_WHOM for line in plan)
