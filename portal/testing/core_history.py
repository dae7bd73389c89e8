"""The core by itself at an earlier revision, for tests of one of its migrations."""

from alembic import command
from sqlalchemy import inspect

from portal.extensions import db
from portal.migrating import History, alembic_config, downgrade, drift, histories, rebuilding

__all__ = ["core_back_to", "core_to_head"]


def core_back_to(revision: str) -> None:
    """Take the core back to `revision`. The plugins stand on its tables, so theirs are dropped first, which takes a tenth of the time of
    their migrations: that these go back, too, is asked by the conformance suite, and of all together by tests/settings/test_migration.py."""
    core, *plugins = histories()
    db.session.remove()
    theirs = [name for name in inspect(db.engine).get_table_names() if any(_is_of(name, each) for each in plugins)]
    with rebuilding() as connection:
        together = connection.dialect.name == "postgresql"  # which minds what points to what
        for names in [", ".join(theirs)] if together and theirs else theirs:
            connection.exec_driver_sql(f"DROP TABLE {names}")
    downgrade(core, revision)


def core_to_head() -> list:
    """Bring it up again, without the plugins. Answers how the database then differs from the models."""
    core = histories()[0]
    db.session.remove()
    with rebuilding() as connection:
        command.upgrade(alembic_config(core, connection), "head")
    return drift(core)


def _is_of(table: str, plugin: History) -> bool:
    return table == plugin.version_table or plugin.owns(table)
