"""Whoever types the number of a record finds it, however far back it lies: by an index, in every list that seeks numbers."""

import pytest

from portal.extensions import db
from portal.records.lists import ListPage
from portal.records.mounted import all_mounted
from portal.records.register import Register
from portal.testing.plans import plan_of

pytestmark = pytest.mark.database

FEW = {  # as many as there are offices and months, campaigns and courses: a list of them is read whole
    "briefs_brief",
    "case_subsidy_settlement",
    "duty_lists_edition",
    "elder_care_late",
    "elder_care_settlement",
    "family_courses_course",
    "family_honours_campaign",
    "family_honours_objection",
    "great_age_settlement",
    "public_reports_label",
    "village_affairs_covenant",
}
OTHERWISE = {"cases_case", "elder_care_member"}  # by the number of its county or township


@pytest.fixture
def registers(app) -> list[Register]:
    return [each.register for each in all_mounted(ListPage)]


def test_every_list_that_seeks_numbers_has_an_index_that_begins_with_them(registers):
    lacking = [each.key for each in registers if _seeks(each) and each.model.__tablename__ not in FEW | OTHERWISE]
    assert lacking == []


def test_and_reads_it(registers, cast):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("how PostgreSQL reads depends on how many rows there are")
    whistles = next(each for each in registers if each.key == "whistle.whistles")
    statement, given = whistles.source.page(cast.clerk, whistles.ask({"q": "吹哨1号"}), None, counted=False)
    assert "ix_whistle_whistle_number (number=?)" in "\n".join(plan_of(statement, given))


def _seeks(register: Register) -> bool:
    """Whether the number of the record is sought, and no index begins with it."""
    number = f"{register.model.__tablename__}.number"
    return any(number in str(each) for each in register.search) and not register.numbered
