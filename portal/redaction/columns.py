"""Columns for what people write down about others: a number of a person or a password never gets as far as the row."""

from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import Column, Dialect, String, Text, event
from sqlalchemy.orm import Mapper
from sqlalchemy.types import TypeDecorator

from portal.redaction.numbers import PASSWORD, numbers_in

__all__ = ["RedactedText", "redacted", "hidden_here"]

SHORTEST = 6  # characters of a password that is looked for as it was typed: shorter ones are words, too


class RedactedText(TypeDecorator):
    """A text column in plain sight (audit, timeline, reasons) from which numbers of persons and passwords are taken out. `length` as of
    `String`; without it the text may be of any length."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return self.impl if self.impl.length else Text()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return _taken(value, self.impl.length) if value else value


def redacted(text: str) -> str:
    """`text` with 〔身份证号已隐去〕 in place of each ID number and so on: from what is left nothing follows of it. Passwords are those that
    stand behind the word, and those typed into a box for one in the request under way."""
    found = numbers_in(text)
    kinds = [each.kind for each in found]
    for each in reversed(found):
        text = f"{text[: each.start]}{mark(each.kind)}{text[each.end :]}"
    for typed in _typed_passwords(text):
        text = text.replace(typed, mark(PASSWORD))
        kinds.append(PASSWORD)
    told_hidden(kinds)
    return text


def _taken(value: str, longest: int | None) -> str:
    cleaned = redacted(value)
    return value if cleaned == value else cleaned[:longest]  # what was too long stays so, and is refused


def told_hidden(kinds: list[str]) -> None:
    """Keep for `hidden_here` that something of `kinds` was taken out."""
    if kinds and has_request_context():
        g.setdefault("hidden_kinds", {}).update(dict.fromkeys(kinds))


def mark(kind: str) -> str:
    """What stands in the place of a number of this kind."""
    return f"〔{kind}已隐去〕"


def hidden_here() -> list[str]:
    """The kinds of what was taken out in the request under way since last asked, so that whoever typed it can be told."""
    return list(g.pop("hidden_kinds", ())) if has_request_context() else []


def _typed_passwords(text: str) -> list[str]:
    """What was typed into boxes for passwords and stands in `text`."""
    form = (
        request.__dict__.get("form") if has_request_context() else None
    )  # only once it is read: a log must not read it
    pairs = form.items(multi=True) if form else ()
    return [value for name, value in pairs if "password" in name and len(value) >= SHORTEST and value in text]


@event.listens_for(Mapper, "mapper_configured")
def _clean_when_set(mapper: Mapper, model: type) -> None:
    """In memory, too, so that what is sealed, told to plugins and shown is what is stored."""
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        if isinstance(column, Column) and isinstance(column.type, RedactedText):
            event.listen(attribute.class_attribute, "set", _cleaner(column.type), retval=True)


def _cleaner(kind: RedactedText) -> Any:
    return lambda row, value, *_: _taken(value, kind.impl.length) if isinstance(value, str) else value
