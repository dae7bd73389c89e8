"""Naming rules for what a plugin brings: tables begin with `<key>_`, templates lie in a folder `<key>/`."""

from collections.abc import Iterator
from pathlib import Path

from portal.extensions import Model, db
from portal.plugin.manifest import Plugin


def strangers(plugin: Plugin) -> Iterator[str]:
    """A complaint for each table and template that breaks the naming rules."""
    manifest = plugin.manifest
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
    package = package_of(plugin)
    return sorted(
        mapper.class_.__tablename__
        for mapper in Model.registry.mappers
        if f"{mapper.class_.__module__}.".startswith(f"{package}.")
    )


def forget_tables(plugin: Plugin) -> None:
    """Remove the tables of a refused plugin from the metadata, so that no migration takes them for core tables."""
    for name in tables(plugin):
        if name in db.metadata.tables:
            db.metadata.remove(db.metadata.tables[name])


def package_of(plugin: Plugin) -> str:
    """The package in which the plugin lives: `plugins.mediation`."""
    return type(plugin).__module__ if not isinstance(plugin, type) else plugin.__module__
