"""The installed plugins, loaded once at start from the entry points `portal.plugins`."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points

import pluggy
from packaging.specifiers import SpecifierSet

from portal.permissions import plugin_of_role
from portal.plugin.belongings import refuse, strangers
from portal.plugin.declarations import Check
from portal.plugin.hookspecs import PROJECT, HookSpecs
from portal.plugin.manifest import Manifest, Plugin
from portal.plugin.patience import Patience

GROUP = "portal.plugins"
log = logging.getLogger(__name__)


@dataclass
class Registry:
    """The installed plugins in order of `requires` and `split_from`, and those that failed to load, with the reason.

    `reserved` are the names of the core, which no plugin may take as its key; `permissions` are those of the core, and `checks` what
    is asked of a plugin once all are imported.
    """

    core_version: str
    reserved: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    checks: tuple[Check, ...] = ()
    manager: pluggy.PluginManager = field(default_factory=lambda: pluggy.PluginManager(PROJECT))
    manifests: dict[str, Manifest] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    plans: dict[tuple, list] = field(default_factory=dict, repr=False)  # of the dispatcher
    patience: Patience = field(default_factory=Patience, repr=False)  # likewise

    def __post_init__(self) -> None:
        self.manager.add_hookspecs(HookSpecs)

    def add_core(self, name: str, module: object) -> None:
        """Register the hooks of a core module, which is always in effect."""
        self.manager.register(module, name=f"core:{name}")

    def load(self, candidates: Iterable = ()) -> None:
        """Import, check and register every entry point (or the `candidates`); failures are recorded, not raised."""
        found: dict[str, Plugin] = {}
        for entry in sorted(candidates or entry_points(group=GROUP), key=lambda each: each.name):
            try:
                plugin = entry.load()
                self._check(plugin, found)
                found[plugin.manifest.key] = plugin
            except Exception as error:  # noqa: BLE001  a broken plugin must not take the others down
                self._fail(entry.name, f"{type(error).__name__}: {error}")
        for key in self._in_order(found):
            try:
                self._check_roles(found[key].manifest, found)
                self._check_declarations(found[key], found)
                self._register(key, found[key])
            except Exception as error:  # noqa: BLE001  nor may one that implements a hook wrongly
                self._fail(key, f"{type(error).__name__}: {error}")

    def _register(self, key: str, plugin: Plugin) -> None:
        for needed, versions in plugin.manifest.needs.items():
            if needed not in self.manifests:
                raise LookupError(f"needs {needed}, which could not be taken in")
            if self.manifests[needed].version not in versions:
                raise LookupError(f"needs {needed}{versions}, installed is {self.manifests[needed].version}")
        try:
            self.manager.register(plugin, name=key)
            self.manager.check_pending()
        except pluggy.PluginValidationError:
            self.manager.unregister(name=key)
            raise
        self.manifests[key] = plugin.manifest

    def _check(self, plugin: Plugin, found: dict[str, Plugin]) -> None:
        manifest = plugin.manifest
        if any(module and f"{manifest.key}_".startswith(f"{module}_") for module in self.reserved):
            raise ValueError(f"key {manifest.key} belongs to the core")
        if manifest.key in found:
            raise ValueError(f"key {manifest.key} is taken by another plugin")
        for other in found:
            if f"{manifest.key}_".startswith(f"{other}_") or f"{other}_".startswith(f"{manifest.key}_"):
                raise ValueError(f"key {manifest.key} and key {other} would share the names of tables")
        if manifest.core_requires and self.core_version not in SpecifierSet(manifest.core_requires):
            raise ValueError(f"needs core {manifest.core_requires}, this is {self.core_version}")
        if complaints := list(strangers(plugin, found.values())):
            refuse(plugin, complaints)
            raise ValueError("; ".join(complaints))

    def _check_roles(self, manifest: Manifest, found: dict[str, Plugin]) -> None:
        """Raises LookupError for a role that the plugin it is named after does not bring; one that is not there may."""
        for role in sorted({role for each in manifest.permissions for role in each.roles}):
            other = found.get(plugin_of_role(role))
            if other and role not in {each.key for each in other.manifest.roles}:
                raise LookupError(f"{other.manifest.key} brings no role {role}")

    def _check_declarations(self, plugin: Plugin, found: dict[str, Plugin]) -> None:
        """Raises LookupError for what could only be told once all plugins were imported."""
        near = [
            found[key].manifest
            for key in (plugin.manifest.key, *plugin.manifest.needs, *plugin.manifest.uses)
            if key in found
        ]
        known = self.permissions | {permission.key for each in near for permission in each.permissions}
        if complaints := [each for check in self.checks for each in check(plugin, known)]:
            refuse(plugin, complaints)
            raise LookupError("; ".join(complaints))

    def _in_order(self, found: dict[str, Plugin]) -> list[str]:
        wanted = {key: set(plugin.manifest.needs) for key, plugin in found.items()}
        while missing := {key: needs - set(wanted) for key, needs in wanted.items() if needs - set(wanted)}:
            for key, needs in missing.items():
                self._fail(key, f"needs {', '.join(sorted(needs))}, which is not installed")
                del wanted[key]
        before = {key: needs | ({*found[key].manifest.split_from} & set(wanted)) for key, needs in wanted.items()}
        try:
            return list(TopologicalSorter(before).static_order())
        except CycleError as error:
            circle = set(error.args[1])
            for key in circle:
                self._fail(key, f"requires itself in a circle: {' → '.join(error.args[1])}")
            return self._in_order({key: plugin for key, plugin in found.items() if key not in circle})

    def _fail(self, key: str, reason: str) -> None:
        self.failures[key] = reason
        log.error("plugin %s left out: %s", key, reason)
