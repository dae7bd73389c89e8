"""The portal decides as the Cedar policies do, which were written from the documents. Some thousands of decisions here; `make opinion` asks a million
(`TRIES=`, `SEED=`)."""

import os
import re
import sys

import pytest

from tests.opinion import cedar
from tests.opinion.run import Run

SAMPLE = 4_000
WORLDS = 50  # in which each policy has something to say
TRIES, SEED = (int(os.environ.get(name) or usual) for name, usual in (("TRIES", 1_000_000), ("SEED", 1)))


@pytest.mark.database
@pytest.mark.parametrize("tries", [SAMPLE, pytest.param(TRIES, marks=pytest.mark.thorough)])
def test_two_opinions_on_who_may_do_and_see_what_are_one(app, tries):
    cedar.deciding.clear()
    run = Run(app, SEED).go(tries)
    sys.stdout.write(run.report())
    assert not run.disagreements, run.report()
    named = set(re.findall(r'@id\("(.+?)"\)', cedar.TEXT))
    silent = named - set(cedar.deciding) if run.worlds > WORLDS else set()
    assert not silent, "a policy that decides nothing in so many worlds says nothing"
