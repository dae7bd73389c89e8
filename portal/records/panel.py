"""Panels on the page of a case, a resident or a family: from a template, or a line for each record of a plugin, with its state and the way to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup

from portal.plugin.contributions import Panel
from portal.records.record import Record

__all__ = ["Line", "panel", "panel_of"]


@dataclass(frozen=True)
class Line:
    """`record` with its state, the words `label` that lead to `url`, and what is told besides."""

    record: Record
    url: str
    label: str
    more: str = ""


def panel(title: str, template: str, *, flush: bool = False, order: int = 50, **shown: Any) -> Panel:
    """The panel `title` with what `template` makes of `shown`."""
    html = Markup(render_template(template, **shown))  # noqa: S704  rendered by a template, autoescaped
    return Panel(title, html, flush=flush, order=order)


def panel_of(title: str, lines: Iterable[Line]) -> list[Panel]:
    """The panel with `lines`; none where there is nothing to show."""
    shown = list(lines)
    return [panel(title, "records/panel.html", lines=shown)] if shown else []
