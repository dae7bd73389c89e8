"""The plugin under examination: its manifest, tables, sources and URLs."""

import importlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from portal.database import only_asks
from portal.extensions import db
from portal.permissions import ROLES
from portal.plugin.belongings import package_of
from portal.plugin.manifest import Manifest
from portal.plugin.registry import Registry

SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass
class Subject:
    """One installed plugin in one application."""

    key: str
    app: Flask

    @property
    def registry(self) -> Registry:
        return self.app.extensions["portal_plugins"]

    @property
    def manifest(self) -> Manifest:
        return self.registry.manifests[self.key]

    @property
    def implementation(self):
        return self.registry.manager.get_plugin(self.key)

    @property
    def package(self) -> str:
        return package_of(self.implementation)

    @cached_property
    def tables(self) -> list:
        """Its tables, parents before children."""
        others = tuple(f"{each}_" for each in self.registry.manifests if each.startswith(f"{self.key}_"))
        return [
            each
            for each in db.metadata.sorted_tables
            if each.name.startswith(f"{self.key}_") and not each.name.startswith(others)
        ]

    @cached_property
    def folder(self) -> Path:
        """Where its source lies."""
        return Path(importlib.import_module(self.package).__file__).parent

    @property
    def sources(self) -> list[Path]:
        """Its Python files, without its tests."""
        return [
            each for each in sorted(self.folder.rglob("*.py")) if "tests" not in each.relative_to(self.folder).parts
        ]

    @cached_property
    def rules(self) -> list[Rule]:
        """Its addresses, without its static files."""
        return [
            rule
            for rule in self.app.url_map.iter_rules()
            if rule.endpoint.partition(".")[0] == self.key and not rule.endpoint.endswith(".static")
        ]

    @property
    def needed_by(self) -> list[str]:
        """Plugins that require this one, directly or not."""
        found: list[str] = []
        for key, each in self.registry.manifests.items():  # in order of `requires`
            if set(each.needs) & {self.key, *found}:
                found.append(key)
        return found

    @property
    def needs(self) -> list[str]:
        """Plugins this one requires, directly or not."""
        found, waiting = [], list(self.manifest.needs)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.append(key)
                waiting += self.registry.manifests[key].needs
        return found

    @property
    def roles(self) -> list[str]:
        """Those of the core, of the plugin itself, and of the plugins it requires or uses."""
        beside = [
            self.registry.manifests[key] for key in (*self.needs, *self.manifest.uses) if key in self.registry.manifests
        ]
        return [*ROLES, *(role.key for each in (*beside, self.manifest) for role in each.roles)]

    def guard(self, rule: Rule) -> str:
        """Permission the view takes, `public`, `signed_in`, or nothing."""
        return getattr(self.app.view_functions[rule.endpoint], "guard", "")

    def leads_on(self, rule: Rule) -> bool:
        """Whether the address was printed before a plugin was split off, and leads on to records of that one."""
        return rule.endpoint.partition(".")[2].startswith("printed_")

    def only_asks(self, rule: Rule, method: str) -> bool:
        """Whether the view enters nothing into the records."""
        return only_asks(method, self.app.view_functions[rule.endpoint])

    def implements(self, hook: str) -> bool:
        return self.registry.manager.parse_hookimpl_opts(self.implementation, hook) is not None
