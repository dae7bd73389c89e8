"""Panels on the page of a case, a resident or a family: from a template, or a line for each record of a plugin, with its state and the way to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from markupsafe import Markup

from portal.people.models import Person
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import Panel
from portal.records.record import Record

__all__ = ["Line", "panel", "panel_of", "panels_about"]


@dataclass(frozen=True)
class Line:
    """`record` with its state, the words `label` that lead to `url`, and what is told besides."""

    record: Record
    url: str
    label: str
    more: str = ""

    def about(self, name: str) -> "Line":
        """The same, with whom it is about."""
        return replace(self, more="　".join(filter(None, (name, self.more))))


def panel(title: str, template: str, *, flush: bool = False, order: int = 50, **shown: Any) -> Panel:
    """The panel `title` with what `template` makes of `shown`."""
    html = Markup(render_template(template, **shown))  # noqa: S704  rendered by a template, autoescaped
    return Panel(title, html, flush=flush, order=order)


def panel_of(title: str, lines: Iterable[Line]) -> list[Panel]:
    """The panel with `lines`; none where there is nothing to show."""
    shown = list(lines)
    return [panel(title, "records/panel.html", lines=shown)] if shown else []


def panels_about(people: Sequence[Person]) -> tuple[list[Panel], list[str]]:
    """What plugins tell of `people`, who live together, and a sentence for each that failed. Nothing is told of whose data is restricted or erased."""
    told = [each for each in people if not (each.restricted_at or each.erased_at)]
    answers = dispatch.call("people_panels", ctx=hook_context(), people=told) if told else []
    return sorted(dispatch.values(answers), key=lambda each: each.order), dispatch.failures(answers)
