"""Nobody learns of records that are not theirs: not by their own pages, which stay to the byte what they were when others enter records; not
by their addresses, which answer as those of records that do not exist; not by asking for what stands in them.

A fixed sample here; `make leaks` asks 60,000 times (`TRIES=`, `SEED=`).
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from types import SimpleNamespace

import pytest

from portal import clock
from portal.testing.conformance.test_offices import nothing_kept
from tests.leaks.places import appoint
from tests.leaks.run import Run
from tests.leaks.said import Setter

pytestmark = pytest.mark.database
SAMPLE = 500
TRIES, SEED = (int(os.environ.get(name) or usual) for name, usual in (("TRIES", 60_000), ("SEED", 1)))


@pytest.mark.parametrize("tries", [SAMPLE, pytest.param(TRIES, marks=pytest.mark.thorough)])
def test_nobody_learns_of_records_of_others(app, cast, tries):
    offices = appoint(cast, list(app.extensions["portal_plugins"].manifests))
    with clock.pretend(clock.now()):
        run = Run(app, cast, offices, tries, Random(SEED), partial(_papers_as_text, app)).go()
    sys.stdout.write(run.report())
    assert not run.faults, run.report()


@contextmanager
def _papers_as_text(app) -> Iterator[None]:
    """Nothing is kept, and what a paper says can be compared."""
    with nothing_kept(SimpleNamespace(app=app)):
        app.extensions["portal_renderer"] = Setter()  # put back with all else
        yield
