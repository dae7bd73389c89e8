"""Badges for states and deadlines, and the options of drop-down lists: rendered in Python rather than by Jinja macros,
because a page contains a hundred of them."""

from datetime import date, datetime
from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape
from wtforms import SelectField

from portal.web.pages.formatting import day as written_day
from portal.web.pages.formatting import deadline

__all__ = ["status", "due"]

SIGNS = {"neutral": "circle", "info": "circle-dot", "ok": "circle-check", "warn": "clock", "danger": "triangle-alert"}


def init_app(app: Flask) -> None:
    """Offer them to `macros.html`, from which templates import them."""
    app.jinja_env.globals.update(SIGNS=SIGNS, status_mark=status, due_mark=due, options=options)


@lru_cache(maxsize=256)
def status(text: str, tone: str = "neutral") -> Markup:
    """A badge with the name of a state; the style sheet adds the icon of its tone."""
    return Markup(f'<span class="status is-{tone}">{escape(text)}</span>')  # noqa: S704  the text is escaped


def due(moment: date | datetime | None, now: datetime, day: bool = False, tone: str = "") -> Markup | str:
    """A badge with the days left at `now`, with an icon when they are few; `day`: with the date; `tone`: as in `deadline`. "" for None."""
    if not moment:
        return ""
    text, tone = deadline(moment, now, tone)
    sign = "" if tone == "neutral" else f" is-{tone}"
    if not sign and not day:
        return text
    until = f"<small>（{written_day(moment)} 到期）</small>" if day else ""
    return Markup(f'<span class="{"status " if sign else ""}due{sign}">{text}{until}</span>')  # noqa: S704  words of our own


def options(field: SelectField) -> Markup:
    """The `<option>` elements of a drop-down list without groups; the first is chosen where none is."""
    first = next(iter(field.choices), None)
    lines = [
        f'<option{" selected" if value == field.data != first else ""} value="{escape(value)}">{escape(label)}</option>'
        for value, label in field.choices.items()
    ]
    return Markup("".join(lines))  # noqa: S704  values and labels are escaped
