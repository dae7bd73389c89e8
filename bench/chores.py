"""The longest holds of the writers' lock (SQLite) by chores that go over everything while people work: signing a long audit trail,
looking through it, changing the data key, backing up. Meanwhile somebody writes to the trail without a pause.

`ENTRIES=300000 RESIDENTS=5000 python -m bench chores`
"""

import base64
import gc
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread
from typing import TextIO

from sqlalchemy import insert

from bench.measuring import report, timed
from bench.office import Office
from portal import clock
from portal.audit import trail
from portal.audit.checkpoints import take_checkpoint
from portal.audit.models import AuditChain, AuditEntry
from portal.audit.verifying import faults
from portal.database import reading_first
from portal.extensions import db
from portal.protection import keyring
from portal.rekeying import Rekeyed
from portal.testing import factories
from portal.testing.lock_times import longest, watched

ENTRIES, RESIDENTS = int(os.environ.get("ENTRIES", "300000")), int(os.environ.get("RESIDENTS", "5000"))
AT_ONCE, BESIDE = 5000, "somebody beside it"


def measure(place: Office) -> None:
    """One line a chore and who held the lock during it."""
    fill(place)
    gc.collect()
    gc.freeze()  # as the server does (portal/serve.py)
    made = base64.b64encode(secrets.token_bytes(32)).decode()
    keyring.load(f"{made},{place.app.extensions['portal_settings'].data_key}")
    for name, chore in (("checkpoint", take_checkpoint), ("verify", verify), ("rotate-key", rotate)):
        with watched() as holds, somebody_writing(place):
            seconds, _ = timed(chore)
        for hold, times in longest(holds):
            by_clock = max(each.seconds for each in holds if each.by == hold.by)
            report("chores", chore=name, took=seconds, by=hold.by, holds=times, work=hold.work, seconds=by_clock)


def fill(place: Office) -> None:
    """A trail of one actor, an entry a transaction as far as anybody can see, and residents."""
    chain = AuditChain(actor=place.cast.director.id, count=0, head="")
    (place.folder / "audit").mkdir(exist_ok=True)
    with (place.folder / "audit" / "heads.txt").open("a") as heads:
        while chain.count < ENTRIES:
            rows = [_next(chain, heads) for _ in range(min(AT_ONCE, ENTRIES - chain.count))]
            db.session.execute(insert(AuditEntry), rows)
            db.session.commit()
    db.session.merge(chain)
    for _ in range(RESIDENTS):
        factories.resident(place.cast.taixing)
    db.session.commit()


def _next(chain: AuditChain, heads: TextIO) -> dict:
    row = {"chain": chain.actor, "seq": chain.count + 1, "at": clock.now(), "actor_id": chain.actor}
    row |= {"action": "print", "subject_kind": "", "subject_id": "", "detail": f"第{chain.count}次", "address": ""}
    row["seal"] = AuditEntry(**row).sealed_after(chain.head)
    chain.count += 1
    chain.head = chain.sealed_at(chain.count, row["seal"])
    heads.write(f"{chain.actor} {chain.count} {chain.head}\n")
    return row


@contextmanager
def somebody_writing(place: Office) -> Iterator[None]:
    """Entry after entry, each in a transaction of its own."""
    done = Event()

    def write() -> None:
        with place.app.app_context():
            for number in count():
                trail.record("print", actor=place.cast.clerk, detail=f"{number}")
                db.session.commit()
                if done.wait(0.01):
                    return

    thread = Thread(target=write, name=BESIDE)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def verify() -> None:
    with reading_first():
        if found := faults():
            report("chores", chore="verify", found=found[:3])


def rotate() -> None:
    for _ in Rekeyed().go():
        pass
