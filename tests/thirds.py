"""`--third`: what tries of every plugin the code that all of them stand on is asked of a third of the plugins (docs/adr/0078).

The commit decides which third, so that it changes from commit to commit and is the same on every machine; a plugin that the commit changed is
in it always. Without the option, as at night, every plugin is asked.
"""

import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from portal.testing.plugin import SERVER

ROOT = Path(__file__).parents[1]
PARTS = 3
WALKS = {
    "test_off_leaves_no_trace",
    "test_no_page_of_the_core_breaks_and_each_hook_shows",
    "test_an_office_elsewhere_adds_nothing",
    "test_the_portal_starts_without_it_and_with_it_broken",
    "test_pages_of_steps_open_for_whom_they_should",
    "test_no_text_box_keeps_an_id_number",
    "test_nothing_names_the_erased",
    "test_rule",
}


def shared_out(item: pytest.Item, server: str = SERVER) -> str:
    """The plugin that `item` is about, where not every run asks it of all: one of `WALKS`, and on PostgreSQL its own tests; else ""."""
    if getattr(item, "originalname", "") in WALKS and "plugin_key" in item.fixturenames:
        return item.callspec.params["plugin_key"]
    return item.nodeid.split("/")[1] if server and item.nodeid.startswith("plugins/") else ""


def of_this_commit(keys: list[str]) -> set[str]:
    """Those of `keys` that are asked; all of them where git knows of no commit."""
    commit = _git("rev-parse", "HEAD").strip()
    return third(keys, commit, changed(_git("diff", "--name-only", "HEAD^"))) if commit else set(keys)


def third(keys: list[str], commit: str, changed: set[str]) -> set[str]:
    """A third of `keys`, another for most other commits, and those that were `changed`."""
    drawn = sorted(keys, key=lambda key: sha256(f"{commit} {key}".encode()).digest())
    return {*drawn[: -(-len(keys) // PARTS)], *changed.intersection(keys)}


def changed(paths: str) -> set[str]:
    """Plugins that files of `paths`, one a line, belong to."""
    parts = (line.split("/") for line in paths.splitlines())
    return {each[1] for each in parts if each[0] == "plugins" and len(each) > 2}


def _git(*command: str) -> str:
    """What git says; "" where it has nothing to say, as of the commit before in a copy that holds one only."""
    done = subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""
