"""Which plugins the longest walks of the conformance suite go through in a run of `make test`."""

from tests.plugin import test_conformance
from tests.thirds import WALKS, changed, third

KEYS = [f"plugin_{number}" for number in range(26)]


def test_a_commit_asks_a_third_and_always_the_same():
    assert len(third(KEYS, "a1b2", set())) == 9
    assert third(KEYS, "a1b2", set()) == third(KEYS[::-1], "a1b2", set())


def test_other_commits_come_to_all():
    assert set().union(*(third(KEYS, f"{number:x}", set()) for number in range(20))) == {*KEYS}


def test_what_the_commit_changed_is_always_asked():
    assert {"plugin_0", "plugin_1"} <= third(KEYS, "a1b2", {"plugin_0", "plugin_1", "gone"}) <= {*KEYS}


def test_a_file_of_a_plugin_is_its_change():
    assert changed(
        "plugins/wall/views.py\nportal/clock.py\nplugins/README.md\nplugins/heroes/tests/test_deed.py\n"
    ) == {
        "wall",
        "heroes",
    }


def test_each_walk_that_is_shared_out_is_there():
    assert {*vars(test_conformance)} >= WALKS
