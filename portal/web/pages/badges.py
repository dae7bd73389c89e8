"""The small marks that lists are full of, written in Python because a page has a hundred of them: a word with its sign,
a deadline, the options of a filter."""

from datetime import date, datetime
from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape
from wtforms import SelectField

from portal.web.pages.formatting import day as written_day
from portal.web.pages.formatting import deadline

SIGNS = {"neutral": "circle", "info": "circle-dot", "ok": "circle-check", "warn": "clock", "danger": "triangle-alert"}


def init_app(app: Flask) -> None:
    """Offer them to `macros.html`, which hands them on."""
    app.jinja_env.globals.update(SIGNS=SIGNS, status_mark=status, due_mark=due, options=options)


@lru_cache(maxsize=256)
def status(text: str, tone: str = "neutral") -> Markup:
    """A state in words; the style sheet puts the sign of its tone before it."""
    return Markup(f'<span class="status is-{tone}">{escape(text)}</span>')  # noqa: S704  the text is escaped


def due(moment: date | datetime | None, now: datetime, day: bool = False) -> Markup | str:
    """A deadline as the days left at `now`, with a sign when that is few; `day`: the date as well. Nothing for None."""
    if not moment:
        return ""
    text, tone = deadline(moment, now)
    sign = "" if tone == "neutral" else f" is-{tone}"
    until = f"<small>（{written_day(moment)} 到期）</small>" if day else ""
    return Markup(f'<span class="status due{sign}">{text}{until}</span>')  # noqa: S704  words of our own


def options(field: SelectField) -> Markup:
    """What a drop-down list without groups offers, the chosen one marked."""
    lines = [
        f'<option{" selected" if value == field.data else ""} value="{escape(value)}">{escape(label)}</option>'
        for value, label in field.choices.items()
    ]
    return Markup("".join(lines))  # noqa: S704  values and labels are escaped
