"""Nobody waits long for the writers' lock: not even while two hundred rows are entered, a plugin is switched off, and jobs run."""

import gc
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from bench.locks import register, roster, switch
from bench.office import Office
from plugins.mediation.models import Committee
from portal import database
from portal.database import Hold, begin_writing, nobody_waits
from portal.documents.printing import to_pdf
from portal.extensions import db
from portal.files.cleaner import Cleaner
from portal.jobs.worker import Worker
from portal.testing.cast import Cast
from portal.testing.lock_times import LONGEST, too_long, watched


@pytest.fixture(autouse=True)
def on_sqlite(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("writers wait for each other's rows there")


@pytest.fixture
def place(app: Flask, cast: Cast, tmp_path: Path) -> Office:
    Committee.found(unit=cast.street, name="街道人民调解委员会", by=None)
    db.session.commit()
    return Office(app, cast, tmp_path)


def jobs(app: Flask) -> None:
    thread = Thread(target=Worker(app).run_due, name="jobs")
    thread.start()
    thread.join()


@pytest.fixture
def frozen():
    """No look for garbage among all that the tests have imported, as in the server (portal/serve.py)."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def test_no_journey_holds_it_for_long(place, as_user, frozen):
    def walk() -> list[Hold]:
        with watched() as holds:
            register(as_user("clerk"), place)
            roster(as_user("director"), place, 200)
            switch(as_user("administrator"))
            jobs(place.app)
        return [each for each in holds if each.by != "MainThread"]

    register(as_user("clerk"), place)  # in a process that has just begun every statement and template is new
    holds = walk()
    assert len({each.by for each in holds}) >= 6
    if guilty := {
        each.by for each in holds if each.work > LONGEST
    }:  # once more: a busy machine makes the processor slower, too
        assert not too_long([each for each in walk() if each.by in guilty], LONGEST)


def test_a_hold_is_told_with_its_endpoint(as_user, place):
    clerk = as_user("clerk")
    with watched() as holds:
        clerk.page("/cases")
        register(clerk, place)
    assert "cases.create" in {each.by for each in holds}
    assert "cases.index" not in {each.by for each in holds}
    assert all(0 < each.work <= each.seconds + 0.01 for each in holds)
    assert not database.watching


@pytest.mark.parametrize(
    "slow", [lambda: to_pdf("<p>", "题"), lambda: Cleaner().clean(b"", 1)], ids=["print", "decode"]
)
def test_what_is_slow_refuses_to_be_done_while_it_is_held(app, slow):
    with app.test_request_context("/cases/new", method="POST"):
        db.session.connection()
        with pytest.raises(RuntimeError, match=r"while others wait to write, in cases\.create"):
            slow()
        db.session.rollback()
        nobody_waits("it may be done now")


def test_in_production_it_is_only_said_in_the_log(app, caplog, monkeypatch):
    monkeypatch.setitem(app.config, "TESTING", False)
    with app.test_request_context("/cases"):
        begin_writing()
        db.session.connection()
        nobody_waits("a paper is drawn")
        db.session.rollback()
    assert "a paper is drawn while others wait to write, in cases.index" in caplog.text


def test_nobody_looks_for_garbage_while_it_is_held(app):
    with app.test_request_context("/cases/new", method="POST"):
        db.session.connection()
        assert not gc.isenabled()
        db.session.rollback()
        assert gc.isenabled()
