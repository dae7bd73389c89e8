"""Of which plugins a run of `make test` asks what it does not ask of all."""

from types import SimpleNamespace

from tests.plugin import test_conformance, test_conformance_database, test_conformance_steps, test_scale_rules
from tests.thirds import WALKS, changed, shared_out, third

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


def test_on_postgresql_the_tests_of_a_plugin_are_its_own_and_on_sqlite_nobodys():
    item = SimpleNamespace(nodeid="plugins/heroes/tests/test_deed.py::test_all", originalname="test_all")
    assert (shared_out(item, "postgresql://"), shared_out(item, "")) == ("heroes", "")


def test_a_walk_is_shared_out_by_plugin_and_the_same_of_the_core_is_not():
    about = {"originalname": "test_an_office_elsewhere_adds_nothing", "nodeid": "tests/a.py::test_an_office_elsewhere"}
    walk = SimpleNamespace(
        fixturenames=["plugin_key"], callspec=SimpleNamespace(params={"plugin_key": "wall"}), **about
    )
    assert [shared_out(each, "") for each in (walk, SimpleNamespace(fixturenames=[], **about))] == ["wall", ""]


def test_each_walk_that_is_shared_out_is_there():
    suite = (test_conformance, test_conformance_database, test_conformance_steps, test_scale_rules)
    assert {name for module in suite for name in vars(module)} >= WALKS
