"""The two databases as a backup sees them: a copy of one moment while people work, counted, and put back."""

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import URL, make_url

__all__ = ["Database", "database_at", "BackupError", "Found"]

LONGEST_WAIT = 60  # seconds for a lock
CONTENT = "sha256"  # the column that names a stored file, in every table that has it


class BackupError(Exception):
    """It could not be done, or is not right; the message says what and what to do."""


class Found:
    """What a database holds: rows by table, and the hashes of the stored files it names."""

    def __init__(self, ask: Callable[[str], list[tuple]], tables: list[str], with_content: set[str]):
        self.tables = {name: ask(f'SELECT count(*) FROM "{name}"')[0][0] for name in sorted(tables)}  # noqa: S608  its own names
        self.contents = {
            digest
            for name in with_content
            for (digest,) in ask(f'SELECT DISTINCT "{CONTENT}" FROM "{name}"')  # noqa: S608
        }


class Database(Protocol):
    """What both can do. `name` is that of the file in the archive."""

    name: str

    def copy(self, target: Path) -> Found:
        """Write the state of one moment into `target`, and say what it holds. Nobody waits meanwhile."""

    def rehearse(self, source: Path) -> Found:
        """Put `source` back into a scratch place, say what is found there, and remove it."""

    def restore(self, source: Path) -> None:
        """Put `source` in the place of what is there."""


def database_at(url: str) -> Database:
    """The database of a setting PORTAL_DATABASE_URL."""
    place = make_url(url)
    return Sqlite(Path(place.database)) if place.get_backend_name() == "sqlite" else Postgres(place)


class Sqlite:
    name = "portal.db"

    def __init__(self, path: Path):
        self.path = path

    def copy(self, target: Path) -> Found:
        """One transaction reads all pages; in WAL mode writers go on."""
        if not self.path.is_file():
            raise BackupError(f"没有数据库 / no database: {self.path}")
        with (
            closing(sqlite3.connect(self.path, timeout=LONGEST_WAIT)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            return self._found(copy)

    def rehearse(self, source: Path) -> Found:
        """The copy is a database already: it is read from end to end."""
        with closing(sqlite3.connect(source)) as copy:
            if (said := copy.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
                raise BackupError(f"备份的数据库已损坏 / the database in it is damaged: {said[0][0]}")
            if broken := copy.execute("PRAGMA foreign_key_check").fetchall():
                raise BackupError(f"备份的数据库前后不一致 / rows point nowhere: {broken[0][0]}")
            return self._found(copy)

    def restore(self, source: Path) -> None:
        """What was there stays beside it, named .before-restore, with all that was committed."""
        beside = Path(f"{self.path}.restoring")  # another disk than `source`, perhaps
        shutil.copyfile(source, beside)
        beside.chmod(0o600)
        if self.path.exists():
            with closing(sqlite3.connect(self.path)) as old:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            os.replace(self.path, f"{self.path}.before-restore")
        for ending in ("-wal", "-shm"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)
        os.replace(beside, self.path)

    @staticmethod
    def _found(connection: sqlite3.Connection) -> Found:
        def ask(statement: str) -> list[tuple]:
            return connection.execute(statement).fetchall()

        tables = [
            name for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
        ]
        columns = {name: [row[1] for row in ask(f'PRAGMA table_info("{name}")')] for name in tables}
        return Found(ask, tables, {name for name in tables if CONTENT in columns[name]})


class Postgres:
    name = "portal.dump"

    def __init__(self, place: URL):
        self.place = place.set(drivername="postgresql")

    def copy(self, target: Path) -> Found:
        """pg_dump reads the snapshot in which the rows are counted."""
        with self.connect() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            ((snapshot,),) = connection.execute("SELECT pg_export_snapshot()").fetchall()
            self._run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")
            return self._found(connection)

    def rehearse(self, source: Path) -> Found:
        """In a database made for it and dropped; the role needs CREATEDB."""
        with self._scratch() as scratch:
            scratch.fill(source)
            with scratch.connect() as connection:
                return self._found(connection)

    def restore(self, source: Path) -> None:
        """In one transaction: all of it, or nothing was changed."""
        self.fill(source, "--clean", "--if-exists")

    def fill(self, source: Path, *how: str) -> None:
        """Run pg_restore with `source`: all of it, or nothing."""
        self._run("pg_restore", "--no-owner", "--single-transaction", *how, str(source))

    @contextmanager
    def _scratch(self) -> Iterator["Postgres"]:
        name = f"{self.place.database}_check_{secrets.token_hex(4)}"
        with self.connect() as connection:
            try:
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
            except psycopg.errors.InsufficientPrivilege as error:
                raise BackupError(
                    "数据库账号不能新建数据库，备份没有核对。请执行 / not checked; run: "
                    f'ALTER ROLE "{self.place.username or "portal"}" CREATEDB'
                ) from error
            try:
                yield Postgres(self.place.set(database=name))
            finally:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def connect(self) -> psycopg.Connection:
        """In autocommit."""
        return psycopg.connect(self.place.render_as_string(hide_password=False), autocommit=True)

    def _run(self, program: str, *arguments: str) -> None:
        """The password, if there is one, goes where other users of the machine do not see it."""
        words = {**os.environ, "PGPASSWORD": self.place.password} if self.place.password else None
        place = self.place.set(password=None).render_as_string()
        done = subprocess.run(
            [program, f"--dbname={place}", *arguments], env=words, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BackupError(f"{program} 失败 / failed: {done.stderr.strip()[-500:]}")

    @staticmethod
    def _found(connection: psycopg.Connection) -> Found:
        def ask(statement: str) -> list[tuple]:
            return connection.execute(statement).fetchall()

        tables = [name for (name,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        named = ask("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
        return Found(ask, tables, {name for name, column in named if column == CONTENT} & set(tables))
