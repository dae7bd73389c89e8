"""What may be seen for one reason or another is read reason by reason: each row once, and each by the index that leads to it."""

import pytest
from sqlalchemy import func, or_, select

from portal.cases.models import Case
from portal.extensions import db
from portal.people.recent import entered_last
from portal.records.lists import ListPage
from portal.records.mounted import all_mounted
from portal.records.reading import apart
from portal.testing import factories
from portal.testing.plans import plan_of

pytestmark = pytest.mark.database


def number(*conditions) -> int:
    return db.session.scalar(select(func.count()).select_from(Case).where(*conditions))


def test_each_row_is_in_one_choice_also_where_another_is_unknown(cast):
    for unit in (cast.taixing, cast.nangan):
        factories.case(unit, by=cast.clerk)
    scope = or_(Case.grid_id == 1, Case.unit_id == cast.taixing.id, Case.township_id == cast.street.id)
    assert number(Case.grid_id == 1) == 0, "of these it is unknown"
    assert [number(each) for each in apart(scope)] == [0, 1, 1]


def test_a_scope_without_a_choice_is_as_it_was(cast):
    only = Case.unit_id == 1
    assert apart(only)[0].compare(only)


def test_whistles_of_the_street_and_those_that_called_it_each_by_an_index(app, cast):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("how PostgreSQL reads depends on how many rows there are; python -m bench scale asks it")
    whistles = next(each.register for each in all_mounted(ListPage) if each.register.key == "whistle.whistles")
    lines = plan_of(*whistles.source.page(cast.clerk, whistles.ask({}), None))
    read = [each for each in lines if "whistle_" in each]
    assert not [each for each in read if each.startswith("SCAN")]
    assert any("ix_whistle_whistle_township" in each for each in read)
    assert any("ix_whistle_call_unit" in each for each in read)


def test_no_index_of_what_nearly_all_residents_have_is_taken_for_those_entered_last(cast):
    asked = str(entered_last([cast.street]).compile(db.engine))
    assert "merged_into_id + " in asked
