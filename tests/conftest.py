"""Plugins made up for a test, beside those of the application; and which process takes which tests, in what order."""

import re
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

from portal.plugin.manifest import Manifest
from portal.plugin.registry import Registry
from portal.testing.conformance.fixtures import examined
from portal.testing.conformance.office import forget
from tests.thirds import of_this_commit, shared_out

ROOT = Path(__file__).parents[1]
# Begun first, so that no process waits for them at the end.
LONG = ("tests/plugin/", "tests/security/", "tests/documents/")
CONFORMANCE = "conformance"  # half of the time of all tests
PLUGIN = re.compile(r"\[([a-z_]+)")  # the first parameter of a test of the suite
TOGETHER = ("tests/browsers/", "tests/journeys/")  # each stands on a server of its own


class ByFile(LoadFileScheduling):
    """A file is taken by one process, and so are files with the same `xdist_group`, and those of a folder in TOGETHER. What the conformance
    suite asks is taken plugin by plugin: each process furnishes an office, and the walk through the pages of a plugin is made in one of them.

    (`--dist loadgroup` marks the node ids of tests, which pytest ignores since 9.2.)
    """

    def _split_scope(self, nodeid: str) -> str:
        path, _, test = nodeid.partition("::")
        group = _group(path)
        return f"{group} {about[1]}" if group == CONFORMANCE and (about := PLUGIN.search(test)) else group


@cache
def _group(path: str) -> str:
    if path.startswith(TOGETHER):
        return path.split("/")[1]
    marked = re.search(r'xdist_group\("(\w+)"\)', (ROOT / path).read_text())
    return marked[1] if marked else path


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_addoption(parser):
    parser.addoption(
        "--third", action="store_true", help="what is asked of all plugins alike is asked of a third of them"
    )


def pytest_collection_modifyitems(items, config):
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    if config.getoption("--third"):
        asked = of_this_commit(examined(config))
        left = {item for item in items if shared_out(item) not in ("", *asked)}
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=[*left])


@pytest.fixture
def join(app, monkeypatch):
    """`join(key, name, implementation, **manifest)` adds a plugin that is on everywhere; `implementation` is a class
    with hooks. Answers the manifest."""
    before = app.extensions["portal_plugins"]
    registry = Registry(core_version=before.core_version, manifests=dict(before.manifests))
    for name, each in before.manager.list_name_plugin():
        registry.manager.register(each, name=name)
    monkeypatch.setitem(app.extensions, "portal_plugins", registry)

    def put(key: str, name: str, implementation: type = object, **fields) -> Manifest:
        manifest = Manifest(
            **{"key": key, "name": name, "summary": "试验", "version": "1.0", "default_state": "on"} | fields
        )
        registry.manager.register(implementation(), name=key)
        registry.manifests[key] = manifest
        forget(app)
        return manifest

    yield put
    forget(app)
