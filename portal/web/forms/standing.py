"""Two people edit one thing: who saves later is told what the other changed meanwhile, and takes nothing back without seeing it.

A form that `edits` carries a mark of each value that it was opened with. What was changed since by somebody else and not touched here
is shown as it is now; what both changed stays as it was typed, with what the other wrote beside it. Sent once more, it counts.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import current_app, request
from wtforms import Field, FieldList, FormField, SelectField

SENT = "_stands"
SHOWN = 60  # characters of a text that are told
CHANGED = "您打开这张表单以后，别人改过：{}。没有保存，您填的都还在；核对以后再提交一次，就照这里写的保存。"


class Standing:
    """Mixed into a form."""

    standing: Mapping[str, Any] = {}
    warned = False

    def edits(self, standing: Mapping[str, Any]) -> None:
        """`standing`: what is stored now, by the names of fields, for the empty form and for the filled one."""
        self.standing = {name: value for name, value in standing.items() if name in self and _is_one(self[name])}

    @property
    def stands(self) -> str:
        """What it was opened with, sent as `_stands`: the marks of the values."""
        if not self.warned and (before := self._before()):
            return ".".join(f"{name}:{mark}" for name, mark in before.items())
        return ".".join(f"{name}:{_mark(name, value)}" for name, value in self.standing.items())

    def validate(self, *args, **kwargs) -> bool:
        fits = super().validate(*args, **kwargs)
        before = self._before()
        changed = [
            name for name, value in self.standing.items() if before.get(name, "") not in ("", _mark(name, value))
        ]
        told = [name for name in changed if _plain(self[name].data) != _plain(self.standing[name])]
        for name in told:
            self._tell(self[name], before[name])
        if told:
            self.warned = True
            self.form_errors.append(CHANGED.format("、".join(self[name].label.text for name in told)))
        return fits and not told

    def _tell(self, field: Field, before: str) -> None:
        typed, raw = field.data, field.raw_data
        field.process_data(self.standing[field.short_name])
        field.raw_data = None
        said = "别人刚才改的，请核对。"
        if _mark(field.short_name, typed) != before:
            said = f"别人刚才改为“{_in_words(field)}”，和您填的不同，请核对。"
            field.data, field.raw_data = typed, raw
        field.errors = [*field.errors, said]

    def _before(self) -> dict[str, str]:
        draft = getattr(self, "draft", None) if getattr(self, "was_restored", False) else None
        sent = request.form.get(SENT) or (draft.form.get(SENT, "") if draft else "")
        pairs = (each.partition(":") for each in sent.split("."))
        return {name: mark for name, _, mark in pairs if name in self.standing}


def _is_one(field: Field) -> bool:
    return not isinstance(field, FieldList | FormField)


def _plain(value: Any) -> str:
    """Its text, in which nothing and an empty text are one, and so are the line ends of all systems."""
    if value is None:
        return ""
    if isinstance(value, list | tuple | set):
        return "\n".join(sorted(map(str, value)))
    return value.isoformat() if isinstance(value, date) else str(value).replace("\r\n", "\n").strip()


def _mark(name: str, value: Any) -> str:
    key = str(current_app.secret_key or "").encode()[:64]
    return hashlib.blake2b(f"{name}={_plain(value)}".encode(), key=key, digest_size=8).hexdigest()


def _in_words(field: Field) -> str:
    """The value of a field as a person reads it."""
    if isinstance(field, SelectField):
        label = next((each[1] for each in field.iter_choices() if each[2]), field.data)
    else:
        label = field._value() if hasattr(field, "_value") else field.data  # noqa: SLF001  what WTForms shows in the box
    return _plain(label).strip("　")[:SHOWN] or "空"
