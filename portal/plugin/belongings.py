"""Naming rules for what a plugin brings: tables begin with `<key>_`, templates lie in a folder `<key>/`, models have names that nobody
else has (SQLAlchemy finds `relationship("Item")` by the name alone)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from portal.extensions import Model, db
from portal.plugin.manifest import Plugin

REFUSED: dict[str, list[str]] = {}  # package → why; its models are gone, so it cannot be asked again in this process


def strangers(plugin: Plugin, others: Iterable[Plugin] = ()) -> Iterator[str]:
    """A complaint for each table, template and model that breaks the naming rules; `others` are the plugins beside it."""
    manifest = plugin.manifest
    yield from REFUSED.get(package_of(plugin), ())
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
    return sorted(model.__tablename__ for model in models(package_of(plugin)))


def models(package: str) -> list[type[Any]]:
    """Models defined in `package` and below."""
    classes = [mapper.class_ for mapper in Model.registry.mappers]
    return [each for each in classes if f"{each.__module__}.".startswith(f"{package}.")]


def refuse(plugin: Plugin, complaints: list[str]) -> None:
    """Leave nothing of a plugin that is not taken in: no table that a migration would take for one of the core, no model whose name
    others would find. (SQLAlchemy has no public way to unmap one class.)"""
    gone = models(package_of(plugin))
    if gone:
        REFUSED[package_of(plugin)] = complaints
    for model in gone:
        manager = model.__mapper__.class_manager
        Model.registry._dispose_manager_and_mapper(manager)  # noqa: SLF001
        Model.registry._managers.pop(manager, None)  # noqa: SLF001
        if (table := db.metadata.tables.get(model.__tablename__)) is not None:
            db.metadata.remove(table)


def package_of(plugin: Plugin) -> str:
    """The package in which the plugin lives: `plugins.mediation`."""
    return type(plugin).__module__ if not isinstance(plugin, type) else plugin.__module__
