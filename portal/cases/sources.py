"""来源 of cases: those of the core, and those that plugins bring."""

from collections.abc import Collection, Iterator

from flask import current_app

from portal.cases.choices import SOURCES
from portal.plugin.manifest import Plugin


def source_name(key: str) -> str:
    """What the source `key` is called; of a plugin that is not installed any more, 其他来源."""
    if name := SOURCES.get(key):
        return name
    manifests = current_app.extensions["portal_plugins"].manifests.values()
    return next((each.case_sources[key] for each in manifests if key in each.case_sources), "其他来源")


def all_sources() -> dict[str, str]:
    """Key → name of all there are, those of plugins last."""
    manifests = current_app.extensions["portal_plugins"].manifests.values()
    return SOURCES | {key: name for each in manifests for key, name in each.case_sources.items()}


def of_sources(plugin: Plugin, permissions: Collection[str]) -> Iterator[str]:
    """A complaint for each source of `plugin` that the core has under the same key."""
    for key in plugin.manifest.case_sources:
        if key in SOURCES:
            yield f"source {key} is one of the core: {SOURCES[key]}"
