"""The calling card of a plugin: a frozen manifest, checked when it is loaded."""

import re
from dataclasses import dataclass

from flask import Blueprint
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from portal.accounts.permissions import Permission

KEY = re.compile(r"[a-z][a-z0-9_]{1,30}")
DATA_CLASSES = {"none": "不含个人信息", "personal": "个人信息", "sensitive": "敏感个人信息"}


class ManifestError(ValueError):
    """The manifest contradicts itself; the message names the field and says why."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a plugin is and brings. `migrations` is a path to its Alembic versions; empty when it has no tables."""

    key: str
    name: str
    summary: str
    version: str
    category: str = ""
    maintainer: str = ""
    core_requires: str = ""
    requires: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    scope_levels: tuple[str, ...] = ("county", "township")
    default_state: str = "off"
    always_on: bool = False
    data_class: str = "none"
    permissions: tuple[Permission, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    migrations: str = ""

    def __post_init__(self) -> None:
        for complaint in self._complaints():
            raise ManifestError(f"{self.key or '?'}: {complaint}")

    def _complaints(self):
        if not KEY.fullmatch(self.key):
            yield "key must be lower-case letters, digits and _, 2 to 31 characters"
        if not (self.name and self.summary):
            yield "name and summary must be given"
        if not _is_version(self.version):
            yield f"version {self.version!r} is not a version (PEP 440)"
        if not _is_specifier(self.core_requires):
            yield f"core_requires {self.core_requires!r} is not a version range (PEP 440)"
        if self.default_state not in ("on", "off", "read_only"):
            yield f"default_state {self.default_state!r} is not on, off or read_only"
        if self.data_class not in DATA_CLASSES:
            yield f"data_class {self.data_class!r} is not one of {sorted(DATA_CLASSES)}"
        keys = [permission.key for permission in self.permissions]
        if len(set(keys)) < len(keys):
            yield f"a permission is declared twice: {keys}"
        names = [blueprint.name for blueprint in self.blueprints]
        if len(set(names)) < len(names):
            yield f"two blueprints have the same name: {names}"
        for permission in self.permissions:
            if not permission.key.startswith(f"{self.key}."):
                yield f"permission {permission.key} must begin with {self.key}."
        for blueprint in self.blueprints:
            if blueprint.name.split(".")[0] != self.key or not f"{blueprint.url_prefix}/".startswith(f"/{self.key}/"):
                yield f"blueprint {blueprint.name} must be named {self.key} and live under /{self.key}"


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
