"""What a walk, what is due in which grid, and the visits of a household read: the index of what is due, the index of a household; never all that was visited."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from portal.extensions import db

pytestmark = pytest.mark.database
DUE, MINE = "ix_grid_work_home_{}_due", "ix_grid_work_visit_home"


@contextmanager
def plans():
    """How SQLite reads the tables of this plugin meanwhile, a statement an entry."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("how PostgreSQL reads depends on how many rows there are")
    found: list[str] = []

    def explained(connection, cursor, statement, parameters, context, many):
        if "FROM grid_work_" in statement and statement.startswith("SELECT"):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))

    event.listen(db.engine, "before_cursor_execute", explained)
    yield found
    event.remove(db.engine, "before_cursor_execute", explained)


def read_by(client, address: str) -> str:
    with plans() as found:
        assert client.get(address).status_code == 200
    assert found
    return "\n".join(found)


def test_the_walk_of_a_grid_is_read_from_what_is_due_in_it(as_user, home):
    read = read_by(as_user("grid"), "/grid_work/today")
    assert DUE.format("grid_id") in read
    assert MINE in read
    assert "SCAN grid_work_home" not in read
    assert "SCAN grid_work_visit" not in read


def test_what_is_due_in_which_grid_is_counted_from_what_is_due(as_user, home):
    read = read_by(as_user("clerk"), "/grid_work/today")
    assert DUE.format("township_id") in read or DUE.format("community_id") in read
    assert "SCAN grid_work_home" not in read


def test_the_visits_of_a_household_are_read_by_it_in_their_order(as_user, home):
    read = read_by(as_user("grid"), f"/grid_work/homes/{home.id}")
    assert MINE in read
    assert "SCAN grid_work_visit" not in read
