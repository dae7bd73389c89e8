"""The manifest of a plugin: what it is, needs and brings; frozen, and validated when it is loaded."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from flask import Blueprint
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version
from wtforms import Form

from portal.permissions import OPEN_TO_ROLES, ROLE_LENGTH, ROLES, Permission, Role, plugin_of_role

__all__ = ["Manifest", "Job"]

KEY = re.compile(r"[a-z][a-z0-9_]{1,30}")
API = re.compile(r"\d{1,4}\.\d{1,4}")
SOURCE = re.compile(r"[a-z][a-z0-9_]{1,11}")  # as long as the column of the case
AUDIT_LENGTH = 40  # of the column of the audit trail
ROLE_WORD = re.compile(r"[a-z][a-z0-9_]+")
DATA_CLASSES = {"none": "不含群众的个人信息", "personal": "个人信息", "sensitive": "敏感个人信息"}


class ManifestError(ValueError):
    """The manifest contradicts itself; the message names the field and says why."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """A scheduled job, run once per period for each county in which the plugin is on; skipped, with a note, where it is off.

    `run(ctx, progress)` works in a transaction of its own and returns a sentence about what was done;
    `progress(done, total)` may be called in between. `every` is "hour", "day" or "month"; with `at` not before that hour of the day
    (0 to 23, local time).
    """

    key: str
    name: str
    run: Callable
    every: str = "day"
    at: int = 0


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a plugin is and brings.

    `category` and `maintainer` are shown on its page; `core_requires` is a range of versions of the portal (PEP 440). `default_state` holds where
    nobody decided: off, read_only or on; what is `always_on` cannot be switched. `data_class`, of residents, is none, personal or sensitive. `conflicts` are
    plugins that cannot be on at the same place. `roles`, `permissions`, `blueprints` and `jobs` are what it adds, under its own key.
    `needs_api` is the version of the plugin API it was written for, `1.2`: an older portal refuses it, and so does one of another major
    version. `requires` are other plugins as PEP 508 names them: `mediation>=0.1`. `uses` are those it makes use of when they
    are there; those in `split_from` had it as a part before, and are migrated first. `scope_levels` are the kinds of units that may switch it. `settings` is a
    `portal.settings.SettingsForm` whose fields, with their defaults, are what a unit may change; `settings_effects` reckons what a
    change would have meant for the last quarter (`portal.settings.effects.Reckoning`), shown before it is saved.
    `migrations` is `package:folder` of its Alembic versions; empty when it has no tables. `audit_actions` are what it writes into the
    audit trail, `<key>.<word>` → name; `case_sources` where cases come from that it brings in, key → name. `oversight` are
    permissions, to view, that also hold in units above one in which it is on, though it is off for themselves.
    `exemptions` are rules of the quality scale (docs/quality-scale.md) that it does not keep to, with the reasons in Chinese: they are
    shown beside its tier.
    """

    key: str
    name: str
    summary: str
    version: str
    category: str = ""
    maintainer: str = ""
    core_requires: str = ""
    needs_api: str = ""
    requires: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    split_from: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    scope_levels: tuple[str, ...] = ("city", "county", "township", "community")
    default_state: str = "off"
    always_on: bool = False
    data_class: str = "none"
    roles: tuple[Role, ...] = ()
    permissions: tuple[Permission, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    jobs: tuple[Job, ...] = ()
    settings: type[Form] | None = None
    settings_effects: Callable | None = None
    migrations: str = ""
    audit_actions: Mapping[str, str] = field(default_factory=dict, hash=False)
    case_sources: Mapping[str, str] = field(default_factory=dict, hash=False)
    oversight: tuple[str, ...] = ()
    exemptions: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for complaint in (
            *self._about_itself(),
            *self._about_others(),
            *self._about_what_it_brings(),
            *self._about_what_it_names(),
            *self._about_jobs(),
            *self._about_roles(),
        ):
            raise ManifestError(f"{self.key or '?'}: {complaint}")

    @property
    def needs(self) -> dict[str, SpecifierSet]:
        """`requires` as key → version range."""
        return {each.name: each.specifier for each in map(Requirement, self.requires)}

    def _about_itself(self):
        if not KEY.fullmatch(self.key):
            yield "key must be lower-case letters, digits and _, 2 to 31 characters"
        if not (self.name and self.summary):
            yield "name and summary must be given"
        if not _is_version(self.version):
            yield f"version {self.version!r} is not a version (PEP 440)"
        if self.default_state not in ("on", "off", "read_only"):
            yield f"default_state {self.default_state!r} is not on, off or read_only"
        if self.data_class not in DATA_CLASSES:
            yield f"data_class {self.data_class!r} is not one of {sorted(DATA_CLASSES)}"

    def _about_others(self):
        if not _is_specifier(self.core_requires):
            yield f"core_requires {self.core_requires!r} is not a version range (PEP 440)"
        if self.needs_api and not API.fullmatch(self.needs_api):
            yield f"needs_api {self.needs_api!r} is not a version of the API such as 1.0"
        for text in self.requires:
            if not _is_requirement(text):
                yield f"requires {text!r} is not a plugin with a version range (PEP 508)"
        if self.key in (*self.conflicts, *self.uses, *self.split_from):
            yield "a plugin can neither use itself, nor be in conflict with itself, nor be split from itself"

    def _about_what_it_brings(self):
        for what, names in (
            ("role", [each.key for each in self.roles]),
            ("permission", [each.key for each in self.permissions]),
            ("blueprint", [each.name for each in self.blueprints]),
            ("job", [each.key for each in self.jobs]),
        ):
            if len(set(names)) < len(names):
                yield f"a {what} is declared twice: {names}"
        for permission in self.permissions:
            if not permission.key.startswith(f"{self.key}."):
                yield f"permission {permission.key} must begin with {self.key}."
        for blueprint in self.blueprints:
            if blueprint.name.split(".")[0] != self.key or not f"{blueprint.url_prefix}/".startswith(f"/{self.key}/"):
                yield f"blueprint {blueprint.name} must be named {self.key} and live under /{self.key}"

    def _about_what_it_names(self):
        for word in self.audit_actions:
            if not word.startswith(f"{self.key}.") or len(word) > AUDIT_LENGTH:
                yield f"audit action {word} must begin with {self.key}. and have at most {AUDIT_LENGTH} characters"
        for word in self.case_sources:
            if not SOURCE.fullmatch(word):
                yield f"source {word!r} must be lower-case letters, digits and _, 2 to 12 characters"
        for name in self.oversight:
            if name not in {each.key for each in self.permissions}:
                yield f"oversight {name} is none of its permissions"

    def _about_jobs(self):
        for job in self.jobs:
            if not 0 <= job.at <= 23 or (job.at and job.every == "hour"):
                yield f"job {job.key} runs at {job.at!r}, which is no hour of a day"
            if job.every not in ("hour", "day", "month"):
                yield f"job {job.key} runs every {job.every!r}, which is not hour, day or month"

    def _about_roles(self):
        for role in self.roles:
            if plugin_of_role(role.key) != self.key or not ROLE_WORD.fullmatch(role.key.removeprefix(f"{self.key}.")):
                yield f"role {role.key} must be {self.key}. and lower-case letters, digits and _"
            if len(role.key) > ROLE_LENGTH:
                yield f"role {role.key} is longer than {ROLE_LENGTH} characters"
            if not role.name or role.name in ROLES.values():
                yield f"role {role.key} needs a name of its own, not {role.name!r}"
            if withheld := set(role.may) - OPEN_TO_ROLES:
                yield f"role {role.key} may not have {sorted(withheld)}: not of the core, or left to its own offices"
            if role.outside and "people.reveal" in role.may:
                yield f"role {role.key} is outside offices and may not have people.reveal"
        own = {each.key for each in self.roles}
        for permission, key in ((each.key, key) for each in self.permissions for key in sorted(each.roles)):
            plugin = plugin_of_role(key)
            if plugin == self.key and key not in own:
                yield f"permission {permission}: there is no role {key}"
            if plugin not in ("", self.key, *self.needs, *self.uses):
                yield f"permission {permission}: role {key} is of {plugin}, which is neither required nor used"


class Plugin(Protocol):
    """What an entry point of the group `portal.plugins` loads: an object with a manifest and hook implementations."""

    manifest: Manifest


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def _is_specifier(text: str) -> bool:
    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        return False
    return True


def _is_requirement(text: str) -> bool:
    try:
        Requirement(text)
    except InvalidRequirement:
        return False
    return True


def folder_of(package_path: str) -> Path:
    """`package:folder` as a path; the folder is `migrations` when none is named. ModuleNotFoundError without such a package."""
    package, _, folder = package_path.partition(":")
    return Path(str(files(package))) / (folder or "migrations")
