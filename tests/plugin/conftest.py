"""Small plugins made up for a test, in a registry of their own."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from portal.extensions import db
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest
from portal.plugin.models import Activation
from portal.plugin.registry import Registry
from portal.testing.conformance.office import forget
from tests.plugin.written import Written, write


def manifest(key: str, **fields) -> Manifest:
    return Manifest(**{"key": key, "name": key, "summary": "试验", "version": "1.0"} | fields)


def plugin(key: str, *, nav=None, told=None, **fields):
    """A plugin that answers `nav_items` with `nav()` and `record_event` with `told(record)`."""

    class Made:
        def __init__(self):
            self.manifest = manifest(key, **fields)

        if nav:

            @hookimpl
            def nav_items(self, ctx):
                return nav()

        if told:

            @hookimpl
            def record_event(self, ctx, record, event):
                return told(record)

    return Made()


def entry(name: str, made, distribution: str = ""):
    """An entry point of `distribution` that yields `made`, or raises it."""

    def load():
        if isinstance(made, Exception):
            raise made
        return made

    return SimpleNamespace(name=name, load=load, dist=SimpleNamespace(name=distribution))


def decide(key: str, unit, state: str) -> None:
    """A decision, entered as another process would enter it."""
    db.session.add(Activation(unit_id=unit.id, plugin=key, state=state, reason="测试"))
    db.session.commit()


@pytest.fixture(scope="session")
def written(portal_app, tmp_path_factory) -> Iterator[Written]:
    """What `plugins new` writes, and what the conformance suite says of it."""
    made = write(portal_app, tmp_path_factory.mktemp("written"))
    yield made
    made.elsewhere.close()


@pytest.fixture
def install(app, monkeypatch):
    """`install(plugin, …)` puts these in place of the plugins of the application; answers the registry."""

    def put(*plugins):
        registry = Registry(core_version="1.0")
        registry.load([entry(each.manifest.key, each) for each in plugins])
        monkeypatch.setitem(app.extensions, "portal_plugins", registry)
        forget(app)
        return registry

    return put
