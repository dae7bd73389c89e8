"""A photo sent with a form is looked at before the form takes the writers' lock."""

import fcntl
import io
import os

import pytest

from portal.extensions import db
from portal.files import intake
from portal.testing.pictures import photo


@pytest.fixture
def sent(as_user, place):
    grid = as_user("grid")
    return lambda content: grid.fill(
        grid.page("/stewards/rounds/new"), title="井盖松动", photo=(io.BytesIO(content), "image.jpg")
    )


def test_nobody_waits_for_the_lock_while_a_file_is_looked_at(app, sent, monkeypatch):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the lock is SQLite's")
    free, real = [], intake._cleaner.clean

    def watched(*asked):
        fd = os.open(f"{db.engine.url.database}.lock", os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            free.append(True)
        except BlockingIOError:
            free.append(False)
        finally:
            os.close(fd)
        return real(*asked)

    monkeypatch.setattr(intake._cleaner, "clean", watched)
    assert "井盖松动" in sent(photo()).text
    assert free == [True], "looked at once, and the lock was free"


def test_what_is_wrong_with_a_file_is_said_at_its_field_and_nothing_is_lost(sent):
    page = sent(b"not a photo")
    assert (page.status, "不是照片" in page.text) == (422, True)
    assert page.tree.xpath("//input[@name='title']/@value") == ["井盖松动"]
