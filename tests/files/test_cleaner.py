"""Uploads are cleaned in a process of its own, before the writers' lock is taken, and within bounds."""

import io
import os
import signal
import time

import pytest
from flask import g, request
from werkzeug.datastructures import FileStorage

from portal.errors import RuleError
from portal.files import intake
from portal.files.cleaner import Cleaner
from portal.testing.pictures import photo

PIXELS = 60_000_000
WARM = 60  # seconds until a worker has begun and cleaned a photo, on a busy machine


@pytest.fixture
def cleaner():
    made = Cleaner(timeout=WARM)
    yield made
    made.close()


def test_a_worker_that_dies_is_replaced(cleaner):
    cleaner.clean(photo(), PIXELS)
    os.kill(cleaner._child.pid, signal.SIGKILL)
    assert cleaner.clean(photo(), PIXELS)[0] == "image/jpeg"


def test_a_worker_that_hangs_is_replaced_and_the_file_refused_in_words(cleaner):
    cleaner.clean(photo(), PIXELS)
    os.kill(cleaner._child.pid, signal.SIGSTOP)
    cleaner.timeout, began = 0.3, time.monotonic()
    with pytest.raises(RuleError, match="处理不了"):
        cleaner.clean(photo(), PIXELS)
    assert time.monotonic() - began < WARM / 2
    cleaner.timeout = WARM
    assert cleaner.clean(photo(), PIXELS)[0] == "image/jpeg"


def test_somebody_who_is_not_signed_in_makes_us_draw_nothing(client, monkeypatch):
    monkeypatch.setattr(intake._cleaner, "clean", lambda *_: pytest.fail("drawn"))
    client.post("/login", data={"username": "clerk", "photo": (io.BytesIO(photo()), "a.jpg")})


def test_a_request_may_send_only_so_many_pixels(app, monkeypatch):
    monkeypatch.setattr(intake, "MOST_PIXELS", 300 * 400 * 2)
    with app.test_request_context("/", method="POST"):
        for _ in range(2):
            intake.inspect(FileStorage(io.BytesIO(photo()), "a.jpg"))
        with pytest.raises(RuleError, match="太多太大"):
            intake.inspect(FileStorage(io.BytesIO(photo()), "a.jpg"))


def test_a_file_is_looked_at_once_in_a_request(app, monkeypatch):
    calls, real = [], intake._cleaner.clean
    monkeypatch.setattr(intake._cleaner, "clean", lambda *args: (calls.append(1), real(*args))[1])
    with app.test_request_context("/", method="POST"):
        upload = FileStorage(io.BytesIO(photo()), "a.jpg")
        assert intake.inspect(upload) is intake.inspect(upload)
    assert calls == [1]


def test_a_request_may_take_only_so_long(app, monkeypatch):
    now = [0.0]

    def clean(*_):
        now[0] += 3
        return "image/jpeg", ".jpg", b"", 1

    monkeypatch.setattr(intake._cleaner, "clean", clean)
    monkeypatch.setattr(intake, "monotonic", lambda: now[0])
    with app.test_request_context("/", method="POST"):
        g.uploads_left = intake.Left(seconds=5)
        for _ in range(2):
            intake.inspect(FileStorage(io.BytesIO(photo()), "a.jpg"))
        with pytest.raises(RuleError, match="太多太大"):
            intake.inspect(FileStorage(io.BytesIO(photo()), "a.jpg"))


def test_files_sent_to_nowhere_or_in_crowds_are_not_looked_at(as_user, monkeypatch):
    monkeypatch.setattr(intake._cleaner, "clean", lambda *_: pytest.fail("looked at"))
    clerk = as_user("clerk")
    clerk.post("/no/such/page", data={"photo": (io.BytesIO(photo()), "a.jpg")})
    many = {f"f{number}": (io.BytesIO(b"x"), "a.jpg") for number in range(intake.MOST_FILES + 1)}
    clerk.post("/cases/new", data=many)


def test_of_a_crowd_none_is_looked_at_later_under_the_lock_either(app, monkeypatch):
    monkeypatch.setattr(intake._cleaner, "clean", lambda *_: pytest.fail("looked at"))
    crowd = {f"f{number}": (io.BytesIO(b"x"), "a.jpg") for number in range(intake.MOST_FILES + 1)}
    with app.test_request_context("/cases/new", method="POST", data=crowd):
        intake.inspect_all_sent()
        with pytest.raises(RuleError, match="太多太大"):
            intake.inspect(next(iter(request.files.values())))


def test_what_is_clean_is_not_looked_at_again(app, monkeypatch):
    monkeypatch.setattr(intake._cleaner, "clean", lambda *_: pytest.fail("looked at"))
    clean = intake.CleanFile("a.jpg", "image/jpeg", b"x")
    assert intake.inspect(clean) is clean
