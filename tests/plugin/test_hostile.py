"""Over a hundred plugins that do what they may not, all installed at once: each is left out with its reason, or costs its own part of a page, and
the plugins of the house, the pages, the sign-in and the command line go on."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugin.hostile import CORE_NAMED, REFUSED, UNMIGRATED, UNRULY, written

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "hostile-plugins.md"


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> dict:
    """What an office with all of them sees."""
    folder = tmp_path_factory.mktemp("hostile")
    written(folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, "-m", "tests.plugin.hostile.office"],
        cwd=folder,
        env=kept | {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("key", REFUSED)
def test_it_is_left_out_with_the_reason(office, key):
    assert REFUSED[key][1] in office["at_start"].get(key, "was taken in")


@pytest.mark.parametrize("key", UNMIGRATED)
def test_one_whose_migration_fails_is_out_of_effect_and_the_database_is_as_before(office, key):
    assert key in office["taken_in"]
    assert "migration failed" in office["after_migrating"][key]
    assert not [table for table in office["tables"] if table.startswith(f"{key}_")]


def test_the_others_are_all_there(office, app):
    assert set(office["at_start"]) == {*REFUSED, f"{CORE_NAMED} (evil)"}
    assert set(office["taken_in"]) == {*app.extensions["portal_plugins"].manifests, *UNMIGRATED, *UNRULY}


def test_every_page_of_the_portal_opens(office):
    withdrawn = office["pages"].pop("clerk /fails_migrating/")
    assert withdrawn == [404, False]
    assert {page: status for page, (status, _) in office["pages"].items()} == dict.fromkeys(office["pages"], 200)
    assert not any(shown for _, shown in office["pages"].values()), "the menu of one whose tables are not there"
    assert office["sign_in"] == 200


def test_nobody_is_signed_out(office):
    assert office["next_page"] == dict.fromkeys(office["next_page"], 200)


def test_the_process_and_the_rows_of_others_are_as_before(office):
    assert office["changed"] == []
    assert "坏" not in office["units"]


def test_what_a_display_hook_writes_is_undone(office):
    assert office["written"] == []


def test_the_command_line_says_what_is_left_out_and_why(office):
    for key, (_, reason) in REFUSED.items():
        assert reason in next(line for line in office["listed"].splitlines() if line.startswith(f"{key} "))
    assert "fails_migrating  " in office["listed"]


def test_the_table_names_each_of_them_and_nothing_else():
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    tried = [set(re.findall(r"`([\w.]+)`", line.split("|")[3])) for line in rows if "Tried by" not in line]
    assert all(tried), "each row says who tried it"
    named = set().union(*tried)
    assert {name for name in named if not name.endswith(".py")} == {*REFUSED, *UNMIGRATED, *UNRULY}
    assert all((Path(__file__).parent / name).exists() for name in named if name.endswith(".py"))
