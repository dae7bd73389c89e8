"""The sections of settings: offered by core modules and, through their manifests, by plugins."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from portal.org.models import OrgUnit
from portal.settings.forms import SettingsForm

SOURCES = "portal_settings_sections"
FURTHER: list[tuple[str, str]] = []
"""Of layers above: what is set on a page of its own, as `(label, address)`, for whoever may change settings."""
LEVELS = ("city", "county", "township")  # kinds of units that may decide, unless a section says otherwise


@dataclass(frozen=True, kw_only=True)
class Section:
    """One form of settings. `parents` is the way to its page as `(label, address)`, `levels` the kinds of units that may decide.
    `effects` reckons what a change would have meant."""

    key: str
    name: str
    form: type[SettingsForm]
    parents: tuple[tuple[str, str], ...] = ()
    levels: tuple[str, ...] = LEVELS
    effects: Callable[..., Any] | None = None

    def decided_below(self, unit: OrgUnit) -> bool:
        """Whether units below `unit` may decide, so that it matters whether it locks something."""
        return unit.kind in LEVELS and any(level in self.levels for level in LEVELS[LEVELS.index(unit.kind) + 1 :])


def offer(app: Flask, sections: Callable[[], Iterable[Section]]) -> None:
    """Let `app` ask `sections` for what a module has to set."""
    app.extensions.setdefault(SOURCES, []).append(sections)


def all_sections() -> dict[str, Section]:
    """Key → section, in the order in which they were offered."""
    return {each.key: each for source in current_app.extensions[SOURCES] for each in source()}


def section_of(key: str) -> Section:
    """The section `key`. Raises LookupError when nobody offers it."""
    try:
        return all_sections()[key]
    except KeyError:
        raise LookupError(f"{key} has no settings") from None
