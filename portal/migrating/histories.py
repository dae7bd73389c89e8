"""Database migrations: the core and each plugin have their own Alembic history and version table, one shared env.py.

Measured: with one shared version table, removing one plugin breaks every command; with a table each, the others go on.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from pkgutil import iter_modules

import click
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection

from portal.config import ROOT
from portal.extensions import db
from portal.migrating.own_key import keep_fingerprint
from portal.migrating.rows import belongs, others_kept
from portal.migrating.shapes import reshaped, shapes
from portal.plugin.manifest import Manifest, folder_of
from portal.workdays.seeding import seed_missing_years

VERSION_PREFIX = "alembic_version_"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class History:
    """One line of migrations."""

    key: str
    versions: Path
    prefixes: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def version_table(self) -> str:
        return f"{VERSION_PREFIX}{self.key}"

    def owns(self, table: str) -> bool:
        """Whether `table` has the prefix of this plugin (or of a core module) and of no other.

        Tables of an uninstalled plugin belong to no history, so they are left alone.
        """
        return table.startswith(self.prefixes) and not table.startswith(self.others)


def histories() -> list[History]:
    """The core first, then the plugins in order of `requires` and `split_from`."""
    manifests = [each for each in current_app.extensions["portal_plugins"].manifests.values() if each.migrations]
    prefixes = tuple(f"{each.key}_" for each in manifests)
    modules = tuple(f"{each.name}_" for each in iter_modules([str(ROOT / "portal")]))
    core = History("core", ROOT / "migrations" / "versions", modules, prefixes)
    return [core, *(_history_of(each, prefixes) for each in manifests)]


def _history_of(manifest: Manifest, prefixes: tuple[str, ...]) -> History:
    own = f"{manifest.key}_"
    longer = tuple(each for each in prefixes if each.startswith(own) and each != own)  # care_ does not own care_home_
    return History(manifest.key, folder_of(manifest.migrations), (own,), longer)


def upgrade_all() -> list[str]:
    """Upgrade every history to its head and return their keys. A plugin whose migration fails is taken out of effect, with the reason in
    `failures` of the registry; what it had begun is undone. Raises what a migration of the core raises."""
    registry, done = current_app.extensions["portal_plugins"], []
    for history in histories():
        if history.key not in ("core", *registry.manifests):
            continue  # it requires one that failed
        try:
            _upgrade(history)
        except (Exception, SystemExit) as error:
            if history.key == "core":
                raise
            log.exception("migration of plugin %s failed", history.key)
            registry.withdraw(history.key, f"its migration failed: {type(error).__name__}: {error}"[:500])
        else:
            done.append(history.key)
    return done


def _upgrade(history: History) -> None:
    with rebuilding() as connection:
        config = alembic_config(history, connection)
        if _reached(history, connection) == set(ScriptDirectory.from_config(config).get_heads()):
            return
        with _within_bounds(history, connection):
            command.upgrade(config, "head")


@contextmanager
def _within_bounds(history: History, connection: Connection) -> Iterator[None]:
    """While it migrates. Raises RuntimeError when a plugin changes tables, or rows in tables, that are neither its own nor of one it was
    split from."""
    if history.key == "core":
        yield
        return
    manifest = current_app.extensions["portal_plugins"].manifests[history.key]
    mine = (*history.prefixes, *(f"{each}_" for each in manifest.split_from))
    before = shapes(connection, without=(*mine, VERSION_PREFIX))
    with others_kept(connection, lambda table: table == history.version_table or belongs(table, mine)):
        yield
    if changed := reshaped(before, shapes(connection, without=(*mine, VERSION_PREFIX))):
        raise RuntimeError(f"it changes tables that are not its own: {', '.join(changed)}")


def withdraw_those_behind() -> list[str]:
    """Take plugins out of effect whose tables are not up to date. Answers all of them, and takes none out, where those of the core
    are not."""
    registry = current_app.extensions["portal_plugins"]
    missing = behind()
    if "core" in missing:
        return missing
    for key in missing:
        if key in registry.manifests:
            registry.withdraw(key, "its tables are not up to date: run flask --app portal migrate")
    return []


def downgrade(history: History, to: str = "base") -> None:
    """Take one history back to a revision; by default to before its first."""
    with rebuilding() as connection, _within_bounds(history, connection):
        command.downgrade(alembic_config(history, connection), to)


@contextmanager
def rebuilding() -> Iterator[Connection]:
    """A connection in a transaction in which tables may be built anew: SQLite changes a column by copying its table and
    dropping the old one, and with foreign keys on, a drop counts as deleting every row. So they are off meanwhile, and
    checked before anything is kept (https://sqlite.org/lang_altertable.html#otheralter). Raises RuntimeError.

    What a migration encrypts or drops is overwritten in the file, and in its write-ahead log.
    """
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        switch = connection.connection.driver_connection.execute  # the pragma does nothing inside a transaction
        switch("PRAGMA foreign_keys=OFF")
        switch("PRAGMA secure_delete=ON")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError(f"rows without what they refer to after migrating: {broken[:5]}")
        finally:
            switch("PRAGMA foreign_keys=ON")
            switch("PRAGMA secure_delete=FAST")
            switch("PRAGMA wal_checkpoint(TRUNCATE)")


def behind() -> list[str]:
    """Keys of the histories that the database has not reached the head of."""
    found = []
    with db.engine.connect() as connection:
        for history in histories():
            wanted = ScriptDirectory.from_config(alembic_config(history))
            if _reached(history, connection) != set(wanted.get_heads()):
                found.append(history.key)
    return found


def _reached(history: History, connection: Connection) -> set[str]:
    context = MigrationContext.configure(connection, opts={"version_table": history.version_table})
    return set(context.get_current_heads())


def alembic_config(history: History, connection=None) -> Config:
    """Alembic's view of one history."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("version_locations", str(history.versions))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update(connection=connection, history=history, metadata=db.metadata)
    return config


def drift(history: History) -> list:
    """Differences between the models and the database."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=compare_options(history))
        return compare_metadata(context, db.metadata)


def compare_options(history: History) -> dict:
    """How a history compares itself with the database."""

    def include(name, kind, parent_names):
        return history.owns(name) if kind == "table" else True

    def include_object(thing, name, kind, reflected, compare_to):
        return history.owns(name) if kind == "table" else True

    return {
        "version_table": history.version_table,
        "include_name": include,
        "include_object": include_object,
        "compare_type": True,
    }


def report_upgrade() -> None:
    """Upgrade everything and say what came of it."""
    for key in upgrade_all():
        click.echo(f"数据库结构已是最新：{key}")
    for key, reason in current_app.extensions["portal_plugins"].failures.items():
        click.echo(f"没有装入，其余照常：{key}（{reason}）", err=True)


@click.command("migrate")
@with_appcontext
def migrate_cli():
    """建立或升级数据库结构（核心与全部已安装的功能模块）。"""
    report_upgrade()
    if wrong := keep_fingerprint():
        raise click.ClickException(wrong)
    if years := seed_missing_years():
        db.session.commit()
        click.echo(f"已导入放假安排：{years[0]}—{years[-1]} 年")


@click.command("migration")
@click.argument("key")
@click.option("-m", "--message", required=True)
@with_appcontext
def migration_cli(key: str, message: str):
    """Write a new migration for the history KEY from what changed in its models (for developers)."""
    history = next((each for each in histories() if each.key == key), None)
    if history is None:
        raise click.ClickException(f"没有名为 {key} 的数据表历史：模块没有装，或者清单里没有 migrations。")
    if key in behind():
        raise click.ClickException("数据库结构还不是最新，先执行 flask --app portal migrate，再写新的迁移。")
    number = len(list(history.versions.glob("*.py"))) + 1
    with db.engine.begin() as connection:
        config = alembic_config(history, connection)
        command.revision(
            config, message, autogenerate=True, version_path=str(history.versions), rev_id=f"{key}_{number:04d}"
        )
