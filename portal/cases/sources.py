"""来源 of cases: those of the core, and those that plugins bring."""

from collections.abc import Collection, Iterator

from flask import current_app

from portal.cases.choices import SOURCES
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect_within
from portal.plugin.manifest import Plugin

OTHER = "其他来源"


def source_name(key: str) -> str:
    """What the source `key` is called; of a plugin that is not installed any more, 其他来源."""
    if name := SOURCES.get(key):
        return name
    manifests = current_app.extensions["portal_plugins"].manifests.values()
    return next((each.case_sources[key] for each in manifests if key in each.case_sources), OTHER)


def sources_within(unit: OrgUnit) -> dict[str, str]:
    """Key → name of those there are in `unit` or below it today, those of plugins last."""
    manifests, on = current_app.extensions["portal_plugins"].manifests, in_effect_within(unit)
    return SOURCES | {
        key: name for plugin, each in manifests.items() if plugin in on for key, name in each.case_sources.items()
    }


def of_sources(plugin: Plugin, permissions: Collection[str]) -> Iterator[str]:
    """A complaint for each source of `plugin` that the core has under the same key."""
    for key in plugin.manifest.case_sources:
        if key in SOURCES:
            yield f"source {key} is one of the core: {SOURCES[key]}"
