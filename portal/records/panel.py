"""Panels on the page of a case, a resident or a family: a line for each record of a plugin, with its state and the way to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from portal.plugin.contributions import Panel
from portal.records.record import Record

__all__ = ["Line", "panel_of"]


@dataclass(frozen=True)
class Line:
    """`record` with its state, the words `label` that lead to `url`, and what is told besides."""

    record: Record
    url: str
    label: str
    more: str = ""


def panel_of(title: str, lines: Iterable[Line]) -> list[Panel]:
    """The panel with `lines`; none where there is nothing to show."""
    shown = list(lines)
    html = render_template("records/panel.html", lines=shown)
    return [Panel(title, Markup(html))] if shown else []  # noqa: S704  rendered by our own template, autoescaped
