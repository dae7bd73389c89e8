"""How the lists behind the desk are read: from the index that holds the few that are meant, and never through closed cases."""

import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0701", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


@contextmanager
def plans(without: str, asks: str = "paged_by"):
    """How the database reads for each statement that asks for this (of pages of the list), where it may not do what takes long in large tables.

    `without` are names of PostgreSQL's settings: with the one case of a test every way costs it the same.
    """
    forbid = "SELECT " + ", ".join(f"set_config('enable_{each}', 'off', true)" for each in without.split())
    found: list[str] = []
    sqlite = db.engine.dialect.name == "sqlite"

    def explained(connection, cursor, statement, parameters, context, many):
        if asks in statement and not statement.startswith("EXPLAIN"):
            cursor.execute("SELECT 1" if sqlite else forbid)
            cursor.execute(f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {statement}", parameters)
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))

    event.listen(db.engine, "before_cursor_execute", explained)
    yield found
    event.remove(db.engine, "before_cursor_execute", explained)


def plan_of(client, query: str, without: str = "seqscan") -> str:
    with plans(without) as found:
        client.page(f"/cases?{query}")
    (plan,) = found
    return plan


def test_by_their_time_only_open_cases_are_read(as_user, case):
    plan = plan_of(as_user("clerk"), "sort=due", without="seqscan sort")
    assert "ix_cases_case_township_id_due" in plan
    assert "ix_cases_case_township_id_recent" not in plan


def test_a_list_of_closed_cases_is_not_sorted_by_a_time_they_no_longer_have(as_user, cast, case):
    case.withdraw(case.side(1), "visit", "和好了。", by=cast.clerk)
    db.session.commit()
    client = as_user("clerk")
    assert case.title in client.page("/cases?status=resolved&sort=due").text
    assert case.title not in client.page("/cases?sort=due").text


@pytest.mark.parametrize("status", ["handed", "reminded"])
def test_what_is_rare_is_read_from_the_rows_beside(as_user, case, status):
    plan = plan_of(as_user("department"), f"status={status}")
    assert re.search("ix_cases_assignment_(inbox|waiting|reminded)", plan)
    assert not [each for each in ("recent", "due") if f"ix_cases_case_township_id_{each}" in plan]


@pytest.mark.parametrize("status", ["handed", "reminded"])
def test_what_is_in_hand_is_counted_and_put_in_order_without_the_cases(as_user, case, status):
    client = as_user("department")
    with statements() as sent:
        client.page(f"/cases?status={status}")
    (asked,) = [each for each in sent if ") AS found" in each]
    assert "cases_case" not in asked.partition(") AS found")[0].rpartition("JOIN (SELECT")[2]
    assert " FROM cases_case" not in asked.partition(" AS total")[0].rpartition("(SELECT count")[2]


def test_what_a_unit_has_in_hand_twice_is_one_row(as_user, cast, case):
    first = case.assignments[0]
    columns = [each for each in first.__table__.columns if each.name != "id"]
    row = {each.name: getattr(first, first.__mapper__.get_property_by_column(each).key) for each in columns}
    db.session.execute(first.__table__.insert().values(row))
    db.session.commit()
    assert "共 1 条" in as_user("department").page("/cases?status=handed").text


def test_whether_a_unit_has_one_of_the_few_is_looked_up_by_the_case(as_user, case):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of one page as a whole")
    plan = plan_of(as_user("department"), "status=handed").split("\n")
    looked_up = [each for each in plan if "cases_assignment" in each and "case_id=?" in each]
    assert looked_up
    assert all("(case_id=?" in each for each in looked_up)
    assert not [each for each in plan if "cases_assignment" in each and "unit_id=? AND case_id" in each]


@pytest.mark.parametrize(
    ("status", "few"),
    [
        ("contested", "disputed"),
        ("referred", "passed"),
        ("above", "above"),
        ("back", "back"),
        ("visit", "visit"),
    ],
)
def test_what_waits_is_read_from_the_index_of_the_place_and_of_it_alone(as_user, case, status, few):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of one page as a whole")
    read = plan_of(as_user("clerk"), f"status={status}").split("\n")
    own = [each for each in read if "cases_case" in each and ("_id=?" in each or "SCAN cases" in each)]
    assert own
    assert all(f"ix_cases_case_township_id_{few}" in each and "(township_id=?" in each for each in own), read
    in_order = few if few == "above" else f"{few}_recent"
    assert any(f"ix_cases_case_township_id_{in_order} " in each for each in own), read


def test_a_file_is_read_like_the_list(as_user, case):
    client = as_user("director")
    with plans("seqscan") as found:
        assert case.number in client.get("/cases/export.csv?status=open").get_data(as_text=True)
    (plan,) = found
    assert "ix_cases_case_township_id" in plan
    assert "ix_cases_assignment_under_way" in plan


def test_a_file_is_read_in_the_order_of_the_list_and_no_further_than_it_may_hold(as_user, case):
    with plans("seqscan sort") as found:
        assert as_user("clerk").get("/cases/export.csv").status_code == 200
    assert "ix_cases_case_township_id_recent" in found[0]


def test_a_file_of_open_cases_is_read_from_the_index_that_holds_nothing_else(as_user, case):
    with plans("seqscan") as found:
        assert case.number in as_user("director").get("/cases/export.csv?status=open").get_data(as_text=True)
    own = [line for line in found[0].split("\n") if "ix_cases_case_township_id" in line]
    assert own
    assert all("ix_cases_case_township_id_due" in line for line in own), found[0]


def test_what_was_closed_in_a_grid_is_read_from_the_index_of_the_grid(as_user, case):
    with plans("seqscan", asks="ORDER BY cases_standing") as found:
        assert as_user("grid").get("/reports/figures/records?what=closed").status_code == 200
    (plan,) = found
    assert re.search(r"ix_cases_standing_(community|grid|subgrid)_id ", plan)
    assert "ix_cases_standing_case_id" not in plan
