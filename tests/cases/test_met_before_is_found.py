"""Whether the parties of a case were here before is found by them, and not by looking through all parties there are."""

import pytest
from sqlalchemy import select, text

from portal.cases.models import Case
from portal.cases.related import any_related, of_organisation
from portal.extensions import db
from portal.testing import factories
from portal.testing.plans import plan_of

pytestmark = pytest.mark.database


def test_each_kind_of_party_by_an_index_of_its_own(cast):
    factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    sqlite = db.engine.dialect.name == "sqlite"
    if not sqlite:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    asked = select(any_related()).where(Case.id == 1).compile(db.engine, compile_kwargs={"literal_binds": True})
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{asked}")
    plan = "\n".join(str(row[-1]) for row in rows)
    assert "ix_cases_party_person" in plan
    assert "ix_cases_party_organisation" in plan


def test_a_connection_expects_few_rows_of_many(app):
    if db.engine.dialect.name == "sqlite":
        pytest.skip("a setting of PostgreSQL")
    db.session.rollback()
    assert db.session.scalar(text("SHOW random_page_cost")) == "1.1"
    assert db.session.scalar(text("SHOW max_parallel_workers_per_gather")) == "0"


def test_other_cases_of_an_organisation_are_read_newest_first_and_not_all_put_in_order(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("how PostgreSQL reads depends on how many rows there are")
    plan = plan_of(of_organisation(1), {"case_id": 1})
    assert any("ix_cases_party_organisation" in line for line in plan)
    assert not any("ORDER BY" in line for line in plan)
