"""Bytes of deleted attachments go from the disk: once nobody names them, after the commit and never before; what is left is swept."""

import io
import os
import time

import pytest
from sqlalchemy import delete
from werkzeug.datastructures import FileStorage

from portal.extensions import db
from portal.files import forgetting, storage
from portal.files.models import Attachment
from portal.files.storage import _path
from portal.testing import factories, pictures

pytestmark = pytest.mark.database


def photo() -> FileStorage:
    return FileStorage(io.BytesIO(pictures.photo("red", size=(8, 8), kind="PNG")), "红.png")


def aged(digest: str, seconds: float) -> None:
    os.utime(_path(digest), (time.time() - seconds,) * 2)


def there(digest: str) -> bool:
    return _path(digest).exists()


@pytest.fixture
def case(cast):
    made = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    return made


@pytest.fixture
def taken(case, cast):
    """An attachment that was uploaded two minutes ago."""
    attachment = Attachment.take_in(photo(), subject=case, purpose="证据", by=cast.clerk)
    db.session.commit()
    aged(attachment.sha256, 120)
    return attachment


ONE_BY_ONE = (
    lambda attachment: db.session.delete(attachment),
    lambda attachment: db.session.execute(delete(Attachment).where(Attachment.id == attachment.id)),
)


@pytest.mark.parametrize("way", ONE_BY_ONE, ids=["singly", "many at once"])
def test_they_go_after_the_commit_and_not_before(taken, way):
    digest = taken.sha256
    way(taken)
    db.session.flush()
    assert there(digest)
    db.session.commit()
    assert not there(digest)


@pytest.mark.parametrize("way", ONE_BY_ONE, ids=["singly", "many at once"])
def test_what_is_rolled_back_keeps_them_for_good(taken, way):
    digest = taken.sha256
    way(taken)
    db.session.flush()
    db.session.rollback()
    db.session.commit()
    assert there(digest)
    assert taken.content


def test_what_another_names_stays(taken, case, cast):
    digest = taken.sha256
    Attachment.take_in(photo(), subject=case, purpose="证据", by=cast.clerk)
    aged(digest, 120)
    db.session.delete(taken)
    db.session.commit()
    assert there(digest)


def test_what_somebody_may_be_uploading_stays_until_it_is_swept(taken):
    digest = taken.sha256
    assert storage.put(taken.content) == digest  # and has not entered it yet
    db.session.delete(taken)
    db.session.commit()
    assert there(digest)
    forgetting.sweep(None, None)
    assert there(digest), "it is fresh"
    aged(digest, 90_000)
    assert forgetting.sweep(None, None) == "清理没有记录指向的文件 1 个。"
    assert not there(digest)


def test_a_crash_between_commit_and_disk_is_made_good(taken, monkeypatch):
    digest = taken.sha256
    half = _path(digest).parent / "tmphalf"
    half.write_bytes(b"x")
    os.utime(half, (0, 0))
    with monkeypatch.context() as patched:
        patched.setattr(storage, "forget", lambda *given, **named: None)
        db.session.delete(taken)
        db.session.commit()
    aged(digest, 90_000)
    assert forgetting.sweep(None, None) == "清理没有记录指向的文件 2 个。"
    assert (there(digest), half.exists()) == (False, False)


def test_what_is_named_is_not_swept(taken):
    aged(taken.sha256, 90_000)
    forgetting.sweep(None, None)
    assert taken.content
