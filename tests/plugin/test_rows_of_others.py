"""While a plugin migrates the rows of others stay as they are, on either database, however they would be changed."""

import pytest
from sqlalchemy import select, text

from portal.extensions import db
from portal.migrating import rebuilding
from portal.migrating.rows import belongs, others_kept, trusted
from portal.org.models import OrgUnit

pytestmark = pytest.mark.database
UPDATE = "UPDATE org_unit SET name = '坏'"
ON_POSTGRESQL = {
    "a block of code": f"DO $$ BEGIN {UPDATE}; END $$",
    "truncated": "TRUNCATE org_unit CASCADE",
}
ANYWHERE = {
    "plainly": UPDATE,
    "behind a comment": f"/* harmless */ {UPDATE}",
    "in a common table expression": f"WITH x AS (SELECT 1 AS one) {UPDATE} WHERE 1 IN (SELECT one FROM x)",
    "deleted": "DELETE FROM accounts_appointment",
}


def changed(*statements: str, on_its_behalf: str = "") -> None:
    """Migrate with these, as a plugin that has nothing of its own there; before, let the portal send one `on_its_behalf`."""
    db.session.rollback()
    with rebuilding() as connection, others_kept(connection, lambda table: belongs(table, ("aa_",))):
        with trusted():
            connection.execute(text(on_its_behalf or "SELECT 1"))
        for each in statements:
            connection.execute(text(each))


def names() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(OrgUnit.name)))


@pytest.mark.parametrize("way", [*ANYWHERE, *ON_POSTGRESQL])
def test_it_is_refused_and_undone(cast, way):
    if way in ON_POSTGRESQL and db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no such statement")
    before = names()
    with pytest.raises(RuntimeError, match=r"rows of tables that are not its own: .*(org_unit|accounts_appointment)"):
        changed({**ANYWHERE, **ON_POSTGRESQL}[way])
    assert names() == before


def test_what_the_portal_does_on_its_behalf_is_let_through_and_nothing_after_it(cast):
    changed(on_its_behalf="UPDATE org_unit SET short_name = short_name")
    with pytest.raises(RuntimeError, match=r"not its own: accounts_user$"):
        changed("UPDATE accounts_user SET name = '坏'", on_its_behalf=UPDATE)
    assert "坏" not in names()


def test_its_own_tables_and_rows_are_its_own(cast):
    changed("CREATE TABLE aa_thing (id INTEGER PRIMARY KEY)")
    try:
        changed("INSERT INTO aa_thing (id) VALUES (1)")
        changed("DELETE FROM records_contact WHERE id < 0")
    finally:
        changed("DROP TABLE aa_thing")


def test_another_connection_is_refused(cast):
    def aside() -> None:
        with rebuilding() as connection, others_kept(connection, lambda table: True), db.engine.begin() as another:
            another.execute(text(UPDATE))

    db.session.rollback()
    with pytest.raises(RuntimeError, match=r"connection of its own|for ever"):
        aside()
    assert "坏" not in names()
