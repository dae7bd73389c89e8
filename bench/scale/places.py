"""The two towns that are compared: the demo in a database each, filled up to a few and to many cases."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, Table, create_engine, make_url, select

from bench.measuring import report, timed
from bench.office import hidden
from bench.scale.copies import fill
from bench.scale.homes import furnish, leaves
from bench.scale.residents import settle
from bench.scale.stock import hanging
from portal import create_app
from portal.accounts.models import Appointment, User
from portal.cases.rollup.checking import add_up_anew
from portal.cases.rollup.units import keep_months
from portal.config import DEMO_PASSWORD, Settings
from portal.demo.cli import build
from portal.extensions import db
from portal.migrating import upgrade_all
from portal.org.models import OrgUnit
from portal.testing.postgres import URL

RESIDENTS = 10  # cases to a resident
EVERYDAY = 5  # days of what has nothing to do with cases
CITY = "city"  # the account of whoever looks after the whole city


@dataclass(frozen=True)
class Town:
    """An application on a database with so many `cases`."""

    app: Flask
    cases: int

    @property
    def engine(self) -> Engine:
        with self.app.app_context():
            return db.engine

    @property
    def grown(self) -> set[Table]:
        """The tables that were filled."""
        with self.app.app_context():
            return set(hanging())

    def client(self, username: str) -> FlaskClient:
        """A browser signed in with an account of the demo."""
        client = self.app.test_client()
        given = {"username": username, "password": DEMO_PASSWORD}
        token = hidden(client.get("/login").get_data(as_text=True), "csrf_token")
        assert client.post("/login", data=given | {"csrf_token": token}).status_code == 303
        return client

    def grow(self) -> None:
        """Fill it."""
        with self.app.app_context():
            people, homes = timed(lambda: settle(leaves(), self.cases // RESIDENTS))
            cases, _ = timed(lambda: fill(self.cases, homes))
            sums, _ = timed(_add_up)
            report("scale", cases=self.cases, residents_in_s=people, copied_in_s=cases, added_up_in_s=sums)


@contextmanager
def towns(sizes: list[int]) -> Iterator[list[Town]]:
    """One of each size; their databases are thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-scale-") as folder:
        demo = Path(folder) / "demo"
        app = _application(demo, _url(demo))
        with app.app_context():
            seconds, _ = timed(_furnish)
            db.engine.dispose()
        report("scale", demo_in_s=seconds)
        found = [Town(_copied(demo, Path(folder) / f"{size}"), size) for size in sizes]
        for each in found:
            each.grow()
        yield found
        for each in found:
            with each.app.app_context():
                db.session.remove()
                db.engine.dispose()


def _furnish() -> None:
    upgrade_all()
    build(everyday=EVERYDAY)
    furnish()
    city = db.session.scalars(select(OrgUnit).where(OrgUnit.kind == "city").limit(1)).unique().one()
    leader = User(username=CITY, name="市中心主任", appointments=[Appointment(unit=city, role="director")])
    leader.set_password(DEMO_PASSWORD)
    db.session.add(leader)
    db.session.commit()
    db.session.remove()


def _add_up() -> None:
    add_up_anew(db.session.connection())
    db.session.commit()
    keep_months(None, lambda done, total: None)


def _application(instance: Path, url: str) -> Flask:
    instance.mkdir(exist_ok=True)
    settings = {"env": "testing", "rate_limits": False, "public_url": "http://localhost"}
    return create_app(Settings(instance=instance, database_url=url, **settings))


def _url(instance: Path) -> str:
    """A database of this name on the server that was given, or a file in `instance`."""
    if server := os.environ.get(URL):
        _on_the_server(f'CREATE DATABASE "{instance.name}"')
        return make_url(server).set(database=instance.name).render_as_string(hide_password=False)
    return f"sqlite:///{instance / 'portal.db'}"


def _copied(demo: Path, instance: Path) -> Flask:
    shutil.copytree(demo, instance)
    if server := os.environ.get(URL):
        _on_the_server(f'CREATE DATABASE "{instance.name}" TEMPLATE "{demo.name}"')
        url = make_url(server).set(database=instance.name).render_as_string(hide_password=False)
    else:
        url = f"sqlite:///{instance / 'portal.db'}"
    return _application(instance, url)


def _on_the_server(statement: str) -> None:
    engine = create_engine(os.environ[URL], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
