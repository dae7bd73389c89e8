"""A fresh database for every test, copied from a template that was migrated and filled once."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from sqlalchemy import Engine, StaticPool, create_engine, make_url, text

from portal.testing import migrated

# A connection left in a transaction (by a process that a test killed, say) is terminated first: it may hold locks.
SHAPE = """
SELECT md5(string_agg(concat_ws(' ', oid, relname, relkind, relnatts, relchecks, relhastriggers), ',' ORDER BY oid)),
  (SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
   WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid())
FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'i', 'S', 'v')"""
# Every table with rows is copied into the schema `kept`, and where the sequences stood.
KEEP = """
DO $$ DECLARE each record; filled boolean; BEGIN
  CREATE SCHEMA kept;
  CREATE TABLE kept.sequences AS
    SELECT sequencename AS name, last_value AS stand FROM pg_sequences WHERE schemaname = 'public';
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', each.tablename) INTO filled;
    IF filled THEN
      EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', each.tablename);
    END IF;
  END LOOP;
END $$"""
# Tables in use are emptied, those that were kept are filled again, the sequences put back. Most tables never had a row: their files are empty.
PUT_BACK = """
DO $$ DECLARE each record; filled boolean; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR each IN SELECT relname AS tablename FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0 LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', each.tablename) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM public.%I', each.tablename); END IF;
  END LOOP;
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' AND tablename <> 'sequences' LOOP
    EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', each.tablename);
  END LOOP;
  FOR each IN SELECT * FROM kept.sequences LOOP
    PERFORM setval(format('public.%I', each.name)::regclass, coalesce(each.stand, 1), each.stand IS NOT NULL);
  END LOOP;
END $$"""
MEMORY, ENOUGH = Path("/dev/shm"), 48 * 2**20  # bytes that must be free there


class SqliteCopies:
    """Each test gets a copy of the template file, in memory where the system has such a folder."""

    empty: ClassVar[bytes] = b""  # an empty database as the first of this process was migrated

    def __init__(self, name: str):
        in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH
        self._folder = TemporaryDirectory(prefix=f"portal-{name}-", dir=MEMORY if in_memory else None)
        folder = Path(self._folder.name)
        self.template, self.working = folder / "template.db", folder / "test.db"
        self.url = f"sqlite:///{self.working}"

    def migrate(self, engine: Engine, upgrade: Callable[[], object]) -> None:
        """Bring the empty database of `engine` up to date; `upgrade` finds little to do where one was migrated before."""
        before = self.empty or migrated.kept(mark := migrated.mark())
        if before:
            engine.dispose()
            self.working.write_bytes(before)
        upgrade()
        if not self.empty:
            engine.dispose()  # the last connection that closes writes its log into the file
            SqliteCopies.empty = self.working.read_bytes()
        if not before:
            migrated.keep(mark, self.empty)

    def keep_as_template(self) -> None:
        """Make the current content of the working database the template of all tests."""
        shutil.move(self.working, self.template)

    def refresh(self) -> None:
        """Begin anew, in a new file: a connection that a thread still holds keeps its own, and spoils no later one."""
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.working}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.working)

    def leave(self, engine: Engine) -> None:
        """The test of `engine` is over: a file is not replaced under an open connection."""
        engine.dispose()

    def drop(self) -> None:
        self._folder.cleanup()


class PostgresCopies:
    """Each test gets the tables as the template has them, in one database on the server of the given address.

    Copying a database costs most of a second, for PostgreSQL copies a thousand files; so what changed is put back
    from copies of the tables in a schema beside them, and the database is made anew only when its tables changed.
    The server's user must be a superuser: foreign keys are set aside meanwhile.
    """

    def __init__(self, server_url: str, name: str):
        self.template, self.working = f"{name}_template", f"{name}_test"
        self.url = make_url(server_url).set(database=self.working).render_as_string(hide_password=False)
        self._server, self._inside = _engine(server_url), _engine(self.url)
        self._shape = None
        self.drop()
        self._do(self._server, f'CREATE DATABASE "{self.working}"')

    def migrate(self, engine: Engine, upgrade: Callable[[], object]) -> None:
        """Bring the empty database up to date."""
        upgrade()

    def keep_as_template(self) -> None:
        self._do(self._inside, KEEP)
        self._inside.dispose()
        self._do(self._server, f'ALTER DATABASE "{self.working}" RENAME TO "{self.template}"')

    def refresh(self) -> None:
        if self._shape and self._shape == self._do(self._inside, SHAPE):
            self._do(self._inside, PUT_BACK)
        else:
            self._inside.dispose()
            self._do(self._server, f'DROP DATABASE IF EXISTS "{self.working}" WITH (FORCE)')
            self._do(self._server, f'CREATE DATABASE "{self.working}" TEMPLATE "{self.template}" STRATEGY FILE_COPY')
            self._shape = self._do(self._inside, SHAPE)

    def leave(self, engine: Engine) -> None:
        """The test of `engine` is over. Its connections stay open: a new one would have to learn the tables anew."""

    def drop(self) -> None:
        self._inside.dispose()
        for name in (self.working, self.template):
            self._do(self._server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _do(self, engine: Engine, statement: str):
        """The first value of what `statement` answers."""
        with engine.connect() as connection:
            answer = connection.execute(text(statement))
            return answer.scalar() if answer.returns_rows else None


def _engine(url: str) -> Engine:
    """One connection that is kept: a new one would have to learn the tables anew."""
    return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=StaticPool)
