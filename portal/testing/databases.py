"""A fresh database for every test, copied from one that was migrated and filled once."""

import shutil
from pathlib import Path

from sqlalchemy import create_engine, make_url, text


class SqliteCopies:
    """Each test gets a copy of the template file."""

    def __init__(self, folder: Path):
        self.template, self.working = folder / "template.db", folder / "test.db"
        self.url = f"sqlite:///{self.working}"

    def keep_as_template(self) -> None:
        """What the working database now holds is where every test begins."""
        shutil.move(self.working, self.template)

    def refresh(self) -> None:
        """Begin anew."""
        for ending in ("-wal", "-shm"):
            Path(f"{self.working}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.working)

    def drop(self) -> None:
        """Nothing to do: the folder goes with the test session."""


class PostgresCopies:
    """Each test gets a database made from a template database, on the server of the given address."""

    def __init__(self, server_url: str, name: str):
        self._server = create_engine(server_url, isolation_level="AUTOCOMMIT")
        self.template, self.working = f"{name}_template", f"{name}_test"
        self.drop()
        self._do(f'CREATE DATABASE "{self.working}"')
        self.url = make_url(server_url).set(database=self.working).render_as_string(hide_password=False)

    def keep_as_template(self) -> None:
        self._do(f'ALTER DATABASE "{self.working}" RENAME TO "{self.template}"')

    def refresh(self) -> None:
        self._do(f'DROP DATABASE IF EXISTS "{self.working}" WITH (FORCE)')
        self._do(f'CREATE DATABASE "{self.working}" TEMPLATE "{self.template}" STRATEGY FILE_COPY')

    def drop(self) -> None:
        for name in (self.working, self.template):
            self._do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _do(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.execute(text(statement))
