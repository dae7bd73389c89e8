"""What is asked of the records of a plugin before it is taken in (`portal.plugin.declarations` asks the same of its pages)."""

from collections.abc import Collection, Iterator

from portal.plugin.belongings import package_of
from portal.plugin.manifest import Plugin
from portal.plugin.traces import models
from portal.records.steppable import Steppable
from portal.records.steps import Declared, declared_on


def of_records(plugin: Plugin, permissions: Collection[str]) -> Iterator[str]:
    """A complaint for each step and each record that needs a permission of nobody, and for each step between states that are none."""
    for model in models(package_of(plugin)):
        if issubclass(model, Steppable):
            yield from model.wrong_steps()
        needed = {f"step {name} ({each.label})": each.needs for name, each in declared_on(model, Declared).items()}
        for what, key in {"viewing it": getattr(model, "permission", None), **needed}.items():
            if key and key not in permissions:
                yield f"{model.__name__}, {what}: nobody declares the permission {key!r}"
