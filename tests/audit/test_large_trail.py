"""A long trail is signed in pieces: nobody waits for it, an interruption loses nothing, and two processes do it once."""

from contextlib import nullcontext
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import func, select

from portal.accounts.models import User
from portal.audit import anchors, checkpoints, trail
from portal.audit.checkpoints import latest, take_checkpoint
from portal.audit.models import AuditCheckpoint, AuditLeaf
from portal.audit.verifying import faults
from portal.database import reading_first
from portal.extensions import db
from portal.testing.lock_times import watched

pytestmark = pytest.mark.database
ENTRIES = 60


@pytest.fixture
def long_trail(cast, monkeypatch) -> None:
    monkeypatch.setattr(checkpoints, "AT_ONCE", 7)
    monkeypatch.setattr(checkpoints, "SOUGHT", 3)
    for number in range(ENTRIES):
        trail.record("reveal", actor=(cast.clerk, cast.director, cast.mediator)[number % 3], detail=f"第{number}次")
    db.session.commit()


def test_all_are_signed_in_their_order_a_piece_at_a_time(long_trail):
    with watched() as holds:
        taken = take_checkpoint().checkpoint
    assert taken.size >= ENTRIES
    assert db.session.scalar(select(func.count()).select_from(AuditLeaf)) == taken.size
    assert faults() == []
    if db.engine.dialect.name == "sqlite":
        assert len(holds) >= taken.size // 7
    assert take_checkpoint().checkpoint is None


def test_what_was_interrupted_goes_on(long_trail, monkeypatch):
    plant, planted = checkpoints._plant, []

    def interrupted(piece, frontier):
        planted.append(piece)
        if len(planted) == 4:
            raise KeyboardInterrupt
        plant(piece, frontier)

    monkeypatch.setattr(checkpoints, "_plant", interrupted)
    with pytest.raises(KeyboardInterrupt):
        take_checkpoint()
    db.session.rollback()
    assert latest() is None
    assert db.session.scalar(select(func.count()).select_from(AuditLeaf)) == 21
    monkeypatch.setattr(checkpoints, "_plant", plant)
    assert take_checkpoint().checkpoint.size >= ENTRIES
    assert faults() == []


@pytest.mark.parametrize("turns", [True, False], ids=["one machine", "two machines"])
def test_two_at_the_same_time_sign_it_once(app, long_trail, monkeypatch, turns):
    """On two machines no file keeps them apart: the database does."""
    if not turns:
        if db.engine.dialect.name == "sqlite":
            pytest.skip("a file is on one machine")
        monkeypatch.setattr(checkpoints.anchors, "taking_turns", nullcontext)
    together, failed = Barrier(2), []

    def sign() -> None:
        with app.app_context():
            together.wait()
            try:
                take_checkpoint()
            except Exception as error:  # noqa: BLE001  told below
                failed.append(error)

    both = [Thread(target=sign) for _ in range(2)]
    db.session.rollback()
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert failed == []
    sizes = db.session.scalars(select(AuditCheckpoint.size)).all()
    assert max(sizes) == db.session.scalar(select(func.count()).select_from(AuditLeaf)) >= ENTRIES
    assert faults() == []


def test_looked_through_while_somebody_writes_nothing_false_is_said(app, cast, long_trail):
    done, clerk_id = Event(), cast.clerk.id
    db.session.rollback()

    def write() -> None:
        with app.app_context():
            while not done.is_set():
                trail.record("print", actor=db.session.get_one(User, clerk_id))
                db.session.commit()

    beside = Thread(target=write)
    beside.start()
    try:
        for _ in range(5):
            with reading_first():
                assert faults() == []
            take_checkpoint()
    finally:
        done.set()
        beside.join()
    assert faults() == []


def test_of_many_heads_those_are_forgotten_that_are_signed(app, long_trail):
    """Whoever commits meanwhile adds a line and loses none."""
    heads = app.extensions["portal_settings"].instance / "audit" / "heads.txt"
    told = {(7, 1, "a" * 64), (7, 2, "b" * 64)}
    heads.write_text("".join(f"{actor} {seq} {head}\n" for actor, seq, head in sorted(told)) + "7 3 cc")
    anchors.forget_heads({(7, 1, "a" * 64)})
    assert heads.read_text() == f"7 2 {'b' * 64}\n7 3 cc"
