"""The installed plugins, loaded once at start from the entry points `portal.plugins`."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points
from itertools import count
from typing import Any

import pluggy
from packaging.specifiers import SpecifierSet

from portal.extensions import Model
from portal.permissions import plugin_of_role
from portal.plugin.api import misfit
from portal.plugin.belongings import package_of, strangers
from portal.plugin.declarations import Check
from portal.plugin.hookspecs import PROJECT, HookSpecs
from portal.plugin.manifest import Manifest, Plugin, folder_of
from portal.plugin.patience import Patience
from portal.plugin.traces import Traces

GROUP, OURS = "portal.plugins", "fengqiao-portal"
EDITIONS = count()
REFUSED: dict[str, str] = {}  # package → why; its models are gone, so it cannot be asked again in this process
log = logging.getLogger(__name__)


class Refused(Exception):
    """A plugin is not taken in; the message says why."""


@dataclass
class Registry:
    """The installed plugins in order of `requires` and `split_from`, and those that failed to load, with the reason.

    `reserved` are the names of the core, which no plugin may take as its key, nor as the beginning of its key, which is that of its tables; `words`
    those that its addresses begin with, which no key may be; `permissions` are those of the core, and `checks` what
    is asked of a plugin once all are imported.
    """

    core_version: str
    reserved: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    checks: tuple[Check, ...] = ()
    manager: pluggy.PluginManager = field(default_factory=lambda: pluggy.PluginManager(PROJECT))
    manifests: dict[str, Manifest] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)  # of the failures, those whose pages were mounted before
    edition: int = field(default_factory=EDITIONS.__next__, repr=False)  # what is kept of another is out of date
    patience: Patience = field(default_factory=Patience, repr=False)

    def __post_init__(self) -> None:
        self.manager.add_hookspecs(HookSpecs)

    def add_core(self, name: str, module: object) -> None:
        """Register the hooks of a core module, which is always in effect."""
        self.manager.register(module, name=f"core:{name}")

    def load(self, candidates: Iterable = (), *, without: Collection[str] = ()) -> None:
        """Import, check and register every entry point (or the `candidates`) but those `without`; failures are recorded, not raised."""
        found: dict[str, Plugin] = {}
        traces = Traces()
        entries = sorted(candidates or entry_points(group=GROUP), key=_ours_first)
        self.failures |= {each.name: "left out: PORTAL_LEAVE_OUT names it" for each in entries if each.name in without}
        for entry in [each for each in entries if each.name not in without]:
            package = _package_named(entry)
            try:
                if package in REFUSED:
                    raise Refused(REFUSED[package])
                traces.look()
                with traces.listening():
                    plugin = entry.load()
                package = package_of(plugin)
                left = traces.complaints(plugin.manifest.key, package, {each.name for each in entries} - self.reserved)
                self._check(plugin, found, [*left])
                Model.registry.configure()  # a relationship that leads nowhere would stop the first query of everybody
                found[plugin.manifest.key] = plugin
            except BaseException as error:  # noqa: BLE001  a broken plugin must not take the others down
                # installed in two ways: what the first defined stays
                twice = package in map(package_of, found.values())
                self._refuse(self._unlike(entry, found), "" if twice else package, traces, error, all_of_it=False)
        traces.look()
        for key in self._in_order(found):
            try:
                with traces.listening():
                    self._check_roles(found[key].manifest, found)
                    self._check_sources(found[key].manifest)
                    self._check_declarations(found[key], found)
                if done := [*traces.complaints(key, package_of(found[key]), found)]:
                    raise Refused("; ".join(done))  # its pages, mounted on trial, did it
                self._register(key, found[key])
            except BaseException as error:  # noqa: BLE001  nor may one that implements a hook wrongly
                self._refuse(key, package_of(found[key]), traces, error)

    def leave_out(self, reason: str) -> None:
        """Import no plugin at all."""
        self.failures |= {each.name: reason for each in entry_points(group=GROUP)}

    def withdraw(self, key: str, reason: str) -> None:
        """Take a plugin out of effect after all, with those that require it: its tables are not what it expects."""
        self.manifests.pop(key)
        self.manager.unregister(name=key)
        self.edition = next(EDITIONS)
        self.withdrawn.add(key)
        self._fail(key, reason)
        for other in [each for each, manifest in self.manifests.items() if key in manifest.needs]:
            self.withdraw(other, f"needs {key}, which is out of effect")

    def _refuse(self, key: str, package: str, traces: Traces, error: BaseException, *, all_of_it: bool = True) -> None:
        if isinstance(error, KeyboardInterrupt):
            raise error  # somebody at the machine wants it to end
        reason = str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
        if traces.undo(package, key if all_of_it else ""):
            REFUSED[package] = reason
        self._fail(key, reason)

    def _unlike(self, entry: Any, found: dict[str, Plugin]) -> str:
        """The name of `entry`, with its distribution where it is one of the core, or that of another plugin."""
        known = {*self.failures, *found, *self.reserved}
        return f"{entry.name} ({_distribution(entry)})" if entry.name in known and _distribution(entry) else entry.name

    def _register(self, key: str, plugin: Plugin) -> None:
        for needed, versions in plugin.manifest.needs.items():
            if needed not in self.manifests:
                raise Refused(f"needs {needed}, which could not be taken in")
            if self.manifests[needed].version not in versions:
                raise Refused(f"needs {needed}{versions}, installed is {self.manifests[needed].version}")
        try:
            self.manager.register(plugin, name=key)
            self.manager.check_pending()
        except pluggy.PluginValidationError:
            self.manager.unregister(name=key)
            raise
        self.manifests[key] = plugin.manifest

    def _check(self, plugin: Plugin, found: dict[str, Plugin], left: list[str]) -> None:
        manifest = plugin.manifest
        if isinstance(plugin, type) or not isinstance(manifest, Manifest):
            raise Refused("what the entry point names must be an instance with a Manifest")
        begins_as_the_core = any(f"{manifest.key}_".startswith(f"{module}_") for module in self.reserved)
        if begins_as_the_core or manifest.key in self.words:
            raise Refused(f"key {manifest.key} belongs to the core")
        if manifest.key in found:
            raise Refused(f"key {manifest.key} is taken by another plugin")
        for other in found:
            if f"{manifest.key}_".startswith(f"{other}_") or f"{other}_".startswith(f"{manifest.key}_"):
                raise Refused(f"key {manifest.key} and key {other} would share the names of tables")
        if manifest.core_requires and self.core_version not in SpecifierSet(manifest.core_requires):
            raise Refused(f"needs core {manifest.core_requires}, this is {self.core_version}")
        if reason := misfit(manifest.needs_api):
            raise Refused(reason)
        if manifest.migrations and not folder_of(manifest.migrations).is_dir():
            raise Refused(f"its migrations are not at {manifest.migrations}")
        if complaints := [*left, *strangers(plugin, found.values())]:
            raise Refused("; ".join(complaints))

    def _check_roles(self, manifest: Manifest, found: dict[str, Plugin]) -> None:
        """Raises Refused for a role that the plugin it is named after does not bring; one that is not there may."""
        for role in sorted({role for each in manifest.permissions for role in each.roles}):
            other = found.get(plugin_of_role(role))
            if other and role not in {each.key for each in other.manifest.roles}:
                raise Refused(f"{other.manifest.key} brings no role {role}")

    def _check_sources(self, manifest: Manifest) -> None:
        """Raises Refused for a source of cases that another plugin brings in: nobody could tell where a case came from."""
        for other in self.manifests.values():
            if both := sorted({*manifest.case_sources} & {*other.case_sources}):
                raise Refused(f"source {', '.join(both)} of cases is one of {other.key}: {other.case_sources[both[0]]}")

    def _check_declarations(self, plugin: Plugin, found: dict[str, Plugin]) -> None:
        """Raises Refused for what could only be told once all plugins were imported."""
        near = [
            found[key].manifest
            for key in (plugin.manifest.key, *plugin.manifest.needs, *plugin.manifest.uses)
            if key in found
        ]
        known = self.permissions | {permission.key for each in near for permission in each.permissions}
        if complaints := [each for check in self.checks for each in check(plugin, known)]:
            raise Refused("; ".join(complaints))

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
                self._fail(key, f"requires or was split from itself in a circle: {' → '.join(error.args[1])}")
            return self._in_order({key: plugin for key, plugin in found.items() if key not in circle})

    def _fail(self, key: str, reason: str) -> None:
        self.failures[key] = reason
        log.error("plugin %s left out: %s", key, reason)


def _ours_first(entry: Any) -> tuple[str, bool, str]:
    """Entry points by name; where two bear one name, that of the portal itself goes before that of a stranger."""
    return entry.name, _distribution(entry) != OURS, _distribution(entry)


def _distribution(entry: Any) -> str:
    return getattr(getattr(entry, "dist", None), "name", "")


def _package_named(entry: Any) -> str:
    return getattr(entry, "module", "")
