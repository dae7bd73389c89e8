"""Which process takes which tests: what stands on the same costly fixture goes to the same one."""

import pytest

from tests.conftest import ByFile

CONFORMANCE, DATABASE = "tests/plugin/test_conformance.py", "tests/plugin/test_conformance_database.py"
RULES, STEPS = "tests/plugin/test_scale_rules.py", "tests/plugin/test_conformance_steps.py"


def scope(nodeid: str) -> str:
    return ByFile._split_scope(None, nodeid)


def test_what_is_asked_of_one_plugin_goes_together_whatever_the_file():
    asked = (f"{CONFORMANCE}::test_walk[whistle]", f"{DATABASE}::test_up[whistle]", f"{RULES}::test_rule[whistle-menu]")
    assert {scope(each) for each in asked} == {"conformance whistle"}


def test_another_plugin_may_go_elsewhere():
    assert scope(f"{CONFORMANCE}::test_walk[elder_care]") == "conformance elder_care"


@pytest.mark.parametrize("nodeid", [f"{STEPS}::test_pages[whistle]", "tests/test_money.py::test_of[1-2]"])
def test_a_file_of_no_group_goes_as_a_whole(nodeid):
    assert scope(nodeid) == nodeid.partition("::")[0]


def test_files_of_a_group_go_together():
    pair = ("tests/plugin/test_scaffold.py::test_it", "tests/plugin/test_conformance_finds.py::test_it")
    assert {scope(each) for each in pair} == {"written"}
