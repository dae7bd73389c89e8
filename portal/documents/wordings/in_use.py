"""The wordings in use while a paper is written: those of the unit it is written for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from flask import Flask
from jinja2.ext import Extension
from markupsafe import Markup, escape

from portal import clock
from portal.documents.wordings.models import PaperWording
from portal.documents.wordings.named_fields import FIELD
from portal.documents.wordings.passages import asking
from portal.org.models import OrgUnit

Said = Mapping[tuple[str, str], str]  # (template, wording it has) → what is said instead
NEW_LINE = Markup("<br>　　")

_said: ContextVar[Said] = ContextVar("said", default={})  # noqa: B039  never changed in place


@contextmanager
def worded_for(unit: OrgUnit, day: date | None = None) -> Iterator[None]:
    """What is rendered inside says what `unit` says on `day` (today)."""
    with saying(PaperWording.in_force(unit, day or clock.today())):
        yield


@contextmanager
def saying(said: Said) -> Iterator[None]:
    """What is rendered inside says what is in `said` where it has something."""
    before = _said.set(said)
    try:
        yield
    finally:
        _said.reset(before)


@dataclass(frozen=True, slots=True)
class Other:
    """What is said instead: text with named fields, and nothing but them."""

    text: str

    def filled(self, values: Mapping[str, object]) -> Markup:
        """As HTML, with the values of the template in its fields."""
        parts = FIELD.split(self.text)
        return Markup("").join(
            escape(values.get(part.strip(), "")) if at % 2 else NEW_LINE.join(part.splitlines() or [""])
            for at, part in enumerate(parts)
        )


def reworded(template: str, original: str) -> Other | None:
    """What is said instead of a wording of `template`, if anything."""
    text = _said.get().get((template, original))
    return Other(text) if text else None


def reword(template: str, original: str) -> str:
    """The same for a Chinese string within an expression."""
    return _said.get().get((template, original)) or original


class Reworded(Extension):
    """Lets the templates of papers ask for other wordings."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Pages stay as they are."""
        return asking(source, name) if name and "documents/" in name else source


def init_app(app: Flask) -> None:
    """Apply it to the templates of papers."""
    app.jinja_env.add_extension(Reworded)
    app.jinja_env.globals.update(reworded=reworded, reword=reword)
