"""What a plugin may import (portal/plugin/api.py): every name is there, at one address, and our own plugins keep to it."""

from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from portal.plugin.api import GROUPS, misfit, not_offered, offered

ROOT = Path(__file__).parents[2]
PLUGINS = sorted(each.parent for each in (ROOT / "plugins").glob("*/__init__.py"))


def test_every_name_is_there_and_has_one_address():
    found = [getattr(import_module(module), name) for module, names in offered().items() for name in names]
    times = Counter(id(each) for each in found if callable(each))
    assert not [each for each in found if times[id(each)] > 1]
    modules = [name for group in GROUPS for name in group.names]
    assert len(modules) == len(set(modules))
    assert not [name for names in offered().values() for name in names if name.startswith("_")]


@pytest.mark.parametrize(
    "folder", [*PLUGINS, ROOT / "tests/thirdparty/portal-potholes/src"], ids=lambda each: each.name
)
def test_a_plugin_imports_nothing_else(folder):
    insides = {
        (str(path.relative_to(ROOT)), name)
        for path in folder.rglob("*.py")
        if "tests" not in path.relative_to(folder).parts
        for name in not_offered(path.read_text())
    }
    assert not insides


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("from portal import clock\nclock.today()", []),
        ("from portal.records import Record as R, step", []),
        ("from portal.cases import models as m\nm.Case", []),
        ("def late():\n    from portal.web.http.headers import nonce", ["portal.web.http.headers.nonce"]),
        ("from portal import clock\nclock.ticking", ["portal.clock.ticking"]),
        ("from portal.cases.models.case import Case", ["portal.cases.models.case.Case"]),
        ("import portal.application", ["portal.application"]),
        ("from portal import create_app", ["portal.create_app"]),
        ("from .portal import anything\nimport portals", []),
    ],
)
def test_what_is_not_offered_is_told(source, told):
    assert list(not_offered(source)) == told


@pytest.mark.parametrize(
    ("ours", "wanted", "fits"),
    [("1.2", "", True), ("1.2", "1.0", True), ("1.2", "1.2", True), ("1.2", "1.10", False), ("2.0", "1.9", False)],
)
def test_an_older_api_of_the_same_major_version_is_enough(monkeypatch, ours, wanted, fits):
    monkeypatch.setattr("portal.plugin.api.API_VERSION", ours)
    assert (not misfit(wanted)) == fits
