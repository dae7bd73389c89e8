"""Every card of the desk is read from an index that holds what waits: never from all that there is, nor from all that a unit ever had. Without statistics, and
for a reader of each kind of place."""

import re

import pytest
from flask import current_app
from sqlalchemy import Date

from portal import clock
from portal.accounts.models import User
from portal.accounts.reader import Office, Shape
from portal.columns import UtcDateTime
from portal.extensions import db
from portal.home.desk import plan_for
from portal.org.models import LEVELS
from portal.plugin import dispatch
from portal.plugin.contributions import Queue
from portal.plugin.hookspecs import Context
from portal.testing.plans import plan_of

PLACES = (*LEVELS, "unit_id")
WHOLE = re.compile(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$")
BY_PLACE = re.compile(r"SEARCH (\w+) USING (?:COVERING )?INDEX (\w+) \((\w+)=\?\)$")
FEW = {  # tables that do not grow with what is done: as many rows as there are offices, grids and who works them, committees and their rosters, canteens,
    # campaigns; or one a month of a canteen, one a quarter of a street
    "accounts_appointment_1",
    "accounts_appointment",
    "accounts_own_role",
    "accounts_role_grant",
    "accounts_user",
    "case_subsidy_settlement",
    "documents_certificate",
    "elder_care_canteen",
    "elder_care_settlement",
    "family_honours_campaign",
    "family_points_good",
    "grid_work_pause",
    "grids_grid",
    "grids_worker",
    "mediation_committee",
    "mediation_credential",
    "mediation_mediator",
    "notices_channel",
    "privacy_request",
    "retention_run",
    "org_unit",
}
BESIDE = {  # read by the unit, to see whether somebody may look at the few that were found
    "great_age_recipient",
    "great_age_settlement",
    "joint_meetings_invitation",
    "sponsored_partner",
}


def lines_of(statement) -> list[str]:
    """How SQLite answers, with any values."""
    bound = [each for each in statement.compile().binds.values() if each.required]
    given = {each.key: _any(each.type) for each in bound}
    return plan_of(statement, given)


def _any(kind) -> object:
    return clock.now() if isinstance(kind, UtcDateTime) else clock.today() if isinstance(kind, Date) else 1


def wide(lines: list[str]) -> list[str]:
    """Those that read more than what waits."""
    found = []
    tables = {table: {each.name: each for each in known.indexes} for table, known in db.metadata.tables.items()}
    for line in lines:
        for read in filter(None, (WHOLE.match(line), BY_PLACE.match(line))):
            table, index, *column = read.groups()
            if table not in tables or table in FEW | BESIDE or (column and column[0] not in PLACES):
                continue
            if index not in tables[table] or tables[table][index].dialect_options["sqlite"]["where"] is None:
                found.append(line)
    return found


@pytest.fixture
def queues(cast) -> list[Queue]:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("how PostgreSQL reads depends on how many rows there are; python -m bench scale asks it")
    answers = dispatch.call("home_cards", everywhere=True, ctx=Context(None, User(), clock.now()))
    return [each for answer in answers for each in answer.value or () if isinstance(each, Queue)]


@pytest.mark.parametrize("level", ["city_id", "township_id", "unit_id"])
def test_each_card_reads_only_what_waits(queues, level):
    office = Office(level, frozenset(current_app.extensions["portal_permissions"]), within=(), owner=0)
    shape = Shape((office,), stood_in=False)
    statements = {each.key: plan_for((each,), shape).statement for each in queues}
    asked = {key: wide(lines_of(each)) for key, each in statements.items() if each is not None}
    assert {key: lines for key, lines in asked.items() if lines} == {}


@pytest.mark.parametrize("key", ["whistle-close", "sponsored-follow", "awards-found", "mediation-visit"])
def test_the_first_of_a_card_are_read_without_the_rest(queues, key):
    office = Office("township_id", frozenset(current_app.extensions["portal_permissions"]), within=(), owner=0)
    plan = plan_for(tuple(each for each in queues if each.key == key), Shape((office,), stood_in=False))
    assert not [each for each in lines_of(plan.statement) if "TEMP B-TREE FOR" in each]


def test_topics_that_wait_are_sought_without_those_that_have_their_resolution(queues):
    office = Office("township_id", frozenset(current_app.extensions["portal_permissions"]), within=(), owner=0)
    plan = plan_for(
        tuple(each for each in queues if each.key == "consultation-topics"), Shape((office,), stood_in=False)
    )
    read = [each for each in lines_of(plan.statement) if "consultation_topic " in each]
    assert read
    assert all("ix_consultation_topic_township_id_waits" in each for each in read), read
