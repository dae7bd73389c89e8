"""The pytest plugin: `app`, `cast`, `client`, `as_user`, `rate_limits`, `while_open`. On PostgreSQL when PORTAL_TEST_DATABASE_URL names a server."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import sleep
from types import SimpleNamespace

import pytest
from flask import Flask

from portal import clock
from portal.clock import SHANGHAI
from portal.extensions import db, limiter
from portal.migrating import upgrade_all
from portal.protection import keyring
from portal.records.stage import Stage
from portal.testing import cast as casting
from portal.testing import factories
from portal.testing.application import built
from portal.testing.at_once import one_while_the_other
from portal.testing.client import PortalClient
from portal.testing.databases import PostgresCopies, SqliteCopies

SERVER = os.environ.get("PORTAL_TEST_DATABASE_URL", "")
RARELY = (
    100_000,
    50,
    100,
)  # by the defaults a quarter of the time goes into looking for garbage, of which there is little
LAST_MINUTE = 60  # seconds before midnight in which no test begins
pytest_plugins = ["portal.testing.conformance.fixtures"]


def pytest_addoption(parser):
    parser.addoption(
        "--day",
        type=date.fromisoformat,
        help="the portal believes that it is this day: what begins a month, a year, a weekend",
    )


def pytest_configure(config):
    gc.set_threshold(*RARELY)
    if day := config.getoption("--day"):
        believe(day)


def believe(day: date) -> None:
    """From now on the clock of the portal is as many days ahead, or behind."""
    away = timedelta(days=(day - clock.today()).days)

    class Then(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + away

    clock.datetime = Then  # type: ignore[misc]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    factories.open_book()
    if (left := left_of_day(datetime.now(SHANGHAI))) < LAST_MINUTE:
        sleep(left)  # a test that begins today does not end tomorrow


def left_of_day(moment: datetime) -> float:
    """Seconds until the next day of the time zone of `moment`."""
    midnight = datetime.combine(moment.date() + timedelta(days=1), time(), moment.tzinfo)
    return (midnight - moment).total_seconds()


@pytest.fixture(scope="session")
def another_database():
    """`another_database(name)` makes room for copies apart from the others; whoever asks drops them.

    The name has the number of the process: a test may run pytest itself, on the same server.
    """
    worker = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"

    def make(name: str) -> PostgresCopies | SqliteCopies:
        if SERVER:
            return PostgresCopies(SERVER, f"portal_{worker}_{name}")
        return SqliteCopies(f"{worker}-{name}")

    return make


@pytest.fixture(scope="session")
def databases(another_database):
    """Where the copies come from."""
    copies = another_database("cast")
    yield copies
    copies.drop()


@pytest.fixture(scope="session")
def portal_app(databases, tmp_path_factory) -> Flask:
    """The application, once a session; its database is migrated, filled with the cast, and kept as the template."""
    app = built(tmp_path_factory.mktemp("instance"), databases.url)
    limiter.enabled = False  # set up, but asleep: tests sign in more often than people do
    with app.app_context():
        databases.migrate(db.engine, upgrade_all)
        app.extensions["portal_cast"] = casting.assemble(tuple(app.extensions["portal_plugins"].manifests))
        db.session.remove()
        db.engine.dispose()
    databases.keep_as_template()
    return app


@pytest.fixture
def app(portal_app, databases) -> Flask:
    """The application on a fresh database, with its context entered."""
    databases.refresh()
    for folder in filter(Path.is_dir, portal_app.extensions["portal_settings"].instance.iterdir()):
        shutil.rmtree(folder)  # attachments, checkpoints, pauses: they tell of another database
    portal_app.extensions["portal_plugins"].patience.forget()
    keyring.load(portal_app.extensions["portal_settings"].data_key)  # another application may have loaded its own,
    limiter.enabled = False  # and woken this
    portal_app.extensions.pop("portal_standing", None)
    with portal_app.app_context():
        yield portal_app
        db.session.remove()
        databases.leave(db.engine)


@pytest.fixture
def cast(app) -> Iterator[casting.Cast]:
    """The people and places of the tests; whom a test adds is gone for the next, as its rows are."""
    cast = app.extensions["portal_cast"]
    known, places = dict(cast.user_ids), dict(cast.unit_ids)
    yield cast
    cast.user_ids, cast.unit_ids = known, places


@pytest.fixture
def stage(cast) -> Stage:
    """Where the samples of a plugin are played: by the cast, in 泰兴社区, now."""
    return Stage(cast, cast.taixing, factories.book)


@pytest.fixture
def client(app) -> PortalClient:
    """Somebody who has not signed in."""
    return app.test_client()


@pytest.fixture
def as_user(app):
    """`as_user("clerk")` is a client signed in as that member of the cast."""

    def sign_in(username: str) -> PortalClient:
        client = app.test_client()
        client.be(app.extensions["portal_cast"].user_ids[username])
        return client

    return sign_in


@pytest.fixture
def rate_limits(app, monkeypatch):
    """Whoever asks too often is slowed down. The minute in which that is counted lasts as long as the test, on a slow machine, too."""
    began = clock.now().timestamp()
    monkeypatch.setattr("limits.storage.memory.time", SimpleNamespace(time=lambda: began))
    limiter.reset()
    monkeypatch.setattr(limiter, "enabled", True)
    yield
    limiter.reset()


@pytest.fixture
def while_open(app):
    """`while_open(first, second)`: `second` is called while the transaction of `first` is open; the answers of both, None for what was
    refused."""
    return partial(one_while_the_other, app)
