"""The conformance suite does not pass where it went nowhere: something of each kind that a plugin brings must have been tried."""

from types import SimpleNamespace

import pytest

from portal.plugin.hookspecs import hookimpl
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.test_pages import nowhere
from tests.plugin.conftest import manifest


@pytest.fixture
def heroes(app) -> Subject:
    return Subject("heroes", app)


def walked(subject: Subject, landed: str = "", menu: str = "") -> list[str]:
    found = SimpleNamespace(landed={landed: 1} if landed else {}, menu={menu} if menu else set())
    return list(nowhere(subject, found))


def test_a_walk_that_opened_nothing_is_named(heroes):
    assert walked(heroes) == [
        "no page of it opened to anybody",
        "no page about a record of it opened to anybody: let demo_data make some",
        "the menu leads nobody to a page of it",
    ]


def test_a_walk_that_saw_no_record_is_named(heroes):
    assert walked(heroes, "/heroes/deeds", "/heroes/deeds") == [
        "no page about a record of it opened to anybody: let demo_data make some"
    ]


def test_a_walk_that_saw_all_passes(heroes):
    assert walked(heroes, "/heroes/deeds/<int:deed_id>", "/heroes/deeds") == []


def test_a_plugin_that_brings_nothing_is_named(install, app):
    install(SimpleNamespace(manifest=manifest("idle")))
    assert walked(Subject("idle", app)) == ["it has no page, no table and no hook: there is nothing to examine"]


def test_hooks_alone_are_something(install, app):
    class Talks:
        manifest = manifest("talks")

        @hookimpl
        def record_validate(self, ctx, record, verb):
            return []

    install(Talks())
    assert walked(Subject("talks", app)) == []
