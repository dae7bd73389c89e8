"""Whatever is sent to whichever address: no error of the server, no hang, no leak, and everything still adds up.

A few hundred tries here; `make fuzz` tries 20,000 (`TRIES=`, `SEED=`), or one of them again (`SEED=7 TRY=123`).
"""

import os
import sys

import pytest

from tests.fuzz.run import CHAPTER, Run

pytestmark = [pytest.mark.xdist_group("conformance")]
TRIES, SEED, TRY = (int(os.environ.get(name) or 0) for name in ("TRIES", "SEED", "TRY"))


def test_random_input(office, conformance_databases):
    def begin_anew() -> None:
        conformance_databases.leave(office.app.extensions["sqlalchemy"].engine)
        conformance_databases.refresh()

    numbers = range(TRY - TRY % CHAPTER, TRY + 1) if TRY else range(TRIES or CHAPTER)
    run = Run(office, begin_anew, SEED or 1).go(numbers)
    sys.stdout.write(run.report())
    assert not run.faults, run.report()
