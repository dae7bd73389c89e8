"""The pytest plugin that runs the chosen tests once as they are, and once for each mutant of `--mutate MODULE` in a child of its own, which
ends with the first test that fails. What the tests set up for the session is there already."""

import gc
import json
import os
import signal
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.planting import Declaration, Ground

SURVIVED, KILLED, DECLARED = 0, 1, 2
CPU = (
    5  # seconds of the processor, beside three times what the tests take without any mutant: then it has hung itself up
)

settings.register_profile(
    "mutation", max_examples=50, derandomize=True, database=None, deadline=None, phases=(Phase.explicit, Phase.generate)
)


def pytest_addoption(parser):
    parser.addoption("--mutate", metavar="MODULE", help="dotted name")
    parser.addoption("--every", type=int, default=1, metavar="N", help="only each N-th mutant")
    parser.addoption("--told", metavar="FILE", help="where to write what became of the mutants, as JSON")


def pytest_configure(config):
    settings.load_profile("mutation")


def pytest_runtestloop(session: pytest.Session) -> bool:
    items, took = list(session.items), {}
    for at, item in enumerate(items):
        begun, then = time.process_time(), items[at + 1] if item is not items[-1] else _quickest(took, item)
        if not _passes(item, then):
            pytest.exit(f"without any mutant this fails: {item.nodeid}", returncode=3)
        took[item] = time.process_time() - begun
    items.sort(key=lambda each: (each is not then, took[each]))
    ground, most = Ground(import_module(session.config.getoption("mutate"))), CPU + 3 * sum(took.values())
    gc.freeze()
    found: dict[int, list[Mutant]] = {SURVIVED: [], KILLED: [], DECLARED: []}
    for mutant in mutants(ground.source, session.config.getoption("every")):
        fate, killer = _tried(ground, mutant, items, most)
        found[fate].append(mutant)
        if killer:
            items.insert(1, items.pop(killer))  # the first stays: pytest has been told that it comes next
    Path(session.config.getoption("told")).write_text(
        json.dumps(
            {
                "killed": len(found[KILLED]),
                "declared": len(found[DECLARED]),
                "survived": [[each.operator, each.was, each.became] for each in found[SURVIVED]],
            }
        )
    )
    _passes(items[0], None)
    return True


def _quickest(took: dict[pytest.Item, float], last: pytest.Item) -> pytest.Item:
    """With which each mutant is tried first."""
    return min(took, key=took.__getitem__, default=last)


def _passes(item: pytest.Item, then: pytest.Item | None) -> bool:
    return not any(each.failed for each in runtestprotocol(item, log=False, nextitem=then))


def _tried(ground, mutant: Mutant, items: list[pytest.Item], most: float) -> tuple[int, int]:
    """What became of it, and the place of the test that killed it."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        _live(ground, mutant, items, writing, most)
    os.close(writing)
    killer = os.read(reading, 8)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    fate = os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED
    return fate if fate in (SURVIVED, DECLARED) else KILLED, int(killer or 0)


def _live(ground: Ground, mutant: Mutant, items: list[pytest.Item], writing: int, most: float) -> None:
    """In the child; never comes back."""
    fate = KILLED
    try:
        for number in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, most)
        ground.plant(mutant.source)
        for at, item in enumerate(items):
            if not _passes(item, items[(at + 1) % len(items)]):
                os.write(writing, str(at).encode())
                break
        else:
            fate = SURVIVED
    except Declaration:
        fate = DECLARED
    finally:
        sys.stdout.flush()
        os._exit(fate)
