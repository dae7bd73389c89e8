"""Plugins made up for a test, beside those of the application."""

import pytest

from portal.plugin.manifest import Manifest
from portal.plugin.registry import Registry
from portal.testing.conformance.office import forget


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
