"""Naming rules for what a plugin brings: tables begin with `<key>_`, templates lie in a folder `<key>/`, models have names that nobody
else has (SQLAlchemy finds `relationship("Item")` by the name alone)."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.plugin.manifest import Plugin
from portal.plugin.traces import models


def strangers(plugin: Plugin, others: Iterable[Plugin] = ()) -> Iterator[str]:
    """A complaint for each table, template and model that breaks the naming rules; `others` are the plugins beside it."""
    manifest = plugin.manifest
    taken = {each.__name__: each for package in ("portal", *map(package_of, others)) for each in models(package)}
    for model in models(package_of(plugin)):
        if other := taken.get(model.__name__):
            yield f"model {model.__name__} bears the name of {other.__module__}.{other.__name__}: call it by another"
    for table in tables(plugin):
        if not table.startswith(f"{manifest.key}_"):
            yield f"table {table} must begin with {manifest.key}_"
    for blueprint in manifest.blueprints:
        folder = Path(blueprint.root_path) / blueprint.template_folder if blueprint.template_folder else None
        for entry in sorted(folder.iterdir()) if folder and folder.is_dir() else ():
            if entry.name != manifest.key:
                yield f"template {entry.name} would shadow others: put it into {manifest.key}/"


def tables(plugin: Plugin) -> list[str]:
    """Tables of the models defined in the plugin's own package."""
    return sorted(str(model.__mapper__.local_table) for model in models(package_of(plugin)))


def package_of(plugin: Plugin) -> str:
    """The package in which the plugin lives: `plugins.mediation`."""
    return type(plugin).__module__ if not isinstance(plugin, type) else plugin.__module__
