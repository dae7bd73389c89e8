"""What a migration changes of tables that are not its own is seen: an index, a constraint, a trigger, a view; its own tables are its own affair."""

import pytest
from sqlalchemy import text

from portal.extensions import db
from portal.migrating.shapes import reshaped, shapes
from portal.testing.conformance.contents import changed, contents

pytestmark = pytest.mark.database
TRIGGER = {
    "sqlite": "CREATE TRIGGER mine AFTER INSERT ON cases_case BEGIN DELETE FROM jobs_job; END",
    "postgresql": "CREATE TRIGGER mine BEFORE UPDATE ON cases_case FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
}


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("CREATE UNIQUE INDEX mine ON cases_case (title)", "cases_case"),
        ("DROP INDEX ix_cases_case_kind", "cases_case"),
        ("ALTER TABLE cases_case ADD COLUMN mine INTEGER DEFAULT 3", "cases_case"),
        ("ALTER TABLE cases_case RENAME COLUMN title TO heading", "cases_case"),
        ("CREATE VIEW mine AS SELECT id FROM cases_case", "mine"),
        ("CREATE TABLE mine (id INTEGER PRIMARY KEY)", "mine"),
        ("", "cases_case"),
    ],
)
def test_what_is_changed_of_others_is_seen(app, statement, table):
    with db.engine.connect() as connection:
        before = shapes(connection)
        connection.execute(text(statement or TRIGGER[connection.dialect.name]))
        assert reshaped(before, shapes(connection)) == [table]
        assert reshaped(shapes(connection, without=(table,)), shapes(connection)) == [table]
        connection.rollback()


def test_nothing_is_seen_where_nothing_was_changed(app):
    with db.engine.connect() as connection:
        assert reshaped(shapes(connection), shapes(connection)) == []


def test_what_tables_hold_is_compared(app, cast):
    before = contents(without=("plugin_",))
    assert "accounts_user" in before
    assert not any(name.startswith("plugin_") for name in before)
    cast.clerk.name = "另一个名字"
    db.session.commit()
    after = contents(without=("plugin_",))
    assert list(changed(before, after)) == [
        f"accounts_user ({before['accounts_user'][0]} rows before, {after['accounts_user'][0]} after)"
    ]
