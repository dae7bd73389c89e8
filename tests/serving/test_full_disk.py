"""A full disk is said in plain Chinese, wherever it is noticed; once there is room, the same works."""

import errno
import os
import tempfile
from http.client import HTTPConnection

import psycopg.errors
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from portal.cases.models import Case
from portal.extensions import db
from portal.files import storage
from portal.testing import factories

SAYS = "磁盘已满"


@pytest.fixture
def full(app):
    """`full()` lets the database grow no more, `full(False)` lets it again."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has its own disk")

    def limit(connection, record, proxy):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages if on else 2**30}")

    on = True
    event.listen(db.engine, "checkout", limit)

    def switch(wanted: bool = True):
        nonlocal on
        on = wanted
        db.session.remove()

    yield switch
    switch(False)
    with db.engine.connect():
        event.remove(db.engine, "checkout", limit)


def test_a_database_that_cannot_grow_and_then_can(app, as_user, cast, full, monkeypatch):
    def view():
        for _ in range(200):
            factories.case(cast.taixing, by=cast.clerk)
        db.session.commit()
        return "stored"

    view.guard = "public"
    monkeypatch.setitem(app.view_functions, "cases.create", view)
    client = as_user("clerk")
    before = Case.query.count()
    full()
    answer = client.page("/cases")
    assert answer.status == 200, "reading goes on"
    token = client.page("/cases/new")
    sent = token.fields(token.form("/cases/new"))
    page = client.post("/cases/new", data=sent)
    assert (page.status_code, SAYS in page.text) == (507, True)
    full(False)
    assert Case.query.count() == before
    token = client.page("/cases/new")
    assert client.post("/cases/new", data=token.fields(token.form("/cases/new"))).text == "stored"


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OperationalError("INSERT", {}, psycopg.errors.DiskFull("could not extend file")),
    ],
)
def test_whoever_notices(app, as_user, cast, monkeypatch, error):
    def view():
        if isinstance(error, OperationalError):
            raise error from error.orig
        raise error

    view.guard = "public"
    monkeypatch.setitem(app.view_functions, "cases.index", view)
    page = as_user("clerk").page("/cases")
    assert (page.status, SAYS in page.text) == (507, True)


def test_an_attachment_for_which_there_is_no_room_leaves_nothing(app, monkeypatch):
    def no_room(fd):
        raise OSError(errno.ENOSPC, "No space left on device")

    files = app.extensions["portal_settings"].instance / "files"
    before = set(files.glob("*/*"))
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room)
        with pytest.raises(OSError, match="No space"):
            storage.put(b"a picture nobody else has")
    assert set(files.glob("*/*")) == before, "nor a part of it under another name"
    digest = storage.put(b"a picture nobody else has")
    assert set(files.glob("*/*")) - before == {files / digest[:2] / digest}


def test_an_upload_for_which_there_is_no_room_is_told_so(server, cast, monkeypatch):
    def send() -> tuple[int, str]:
        line = HTTPConnection(*server.at, timeout=20)
        line.request("POST", "/login", body=b"a" * 1_000_000)
        answer = line.getresponse()
        return answer.status, answer.read().decode()

    with monkeypatch.context() as full:
        full.setattr(tempfile, "TemporaryFile", lambda mode: open("/dev/full", mode, buffering=0))  # noqa: SIM115
        status, said = send()
    assert (status, SAYS in said) == (507, True)
    status, said = send()
    assert (status, SAYS in said) == (400, False), "heard, and refused for want of a token"
