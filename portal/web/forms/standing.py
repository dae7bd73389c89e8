"""Two people edit one thing: who saves later is told what the other changed meanwhile, and takes nothing back without seeing it.

A form that `edits` carries a mark of each value that it was opened with. What was changed since by somebody else and not touched here
is shown as it is now; what both changed stays as it was typed, with what the other wrote beside it. Sent once more, it counts.

A form that signs, issues or approves what another wrote `shows` that, and carries its marks as well: what was written anew meanwhile is not
signed unseen. Neither counts without the marks: whoever sends them not has seen nothing, but for a line of a list that sends its version.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import current_app, request
from wtforms import Field, FieldList, FormField, SelectField

SENT = "_stands"
SEEN = "\n"  # before what is shown, as no field is called
SHOWN = 60  # characters of a text that are told
CHANGED = "您打开这张表单以后，别人改过：{}。没有保存，您填的都还在；核对以后再提交一次，就照这里写的保存。"
WRITTEN_ANEW = "您打开这张表单以后，内容已经改过：{}。没有办理；请看过现在的内容，再提交一次。"
UNSEEN = "没有办理：提交的表单里没有打开时的内容。请看过现在的内容，再提交一次。"


class Standing:
    """Mixed into a form."""

    standing: Mapping[str, Any] = {}
    shown_above: Mapping[str, Any] = {}
    warned = False
    from_line = False  # sent by the button of a line that shows the record as it stands

    def edits(self, standing: Mapping[str, Any]) -> None:
        """`standing`: what is stored now, by the names of fields, for the empty form and for the filled one."""
        self.standing = {name: value for name, value in standing.items() if name in self and _is_one(self[name])}

    def shows(self, seen: Mapping[str, Any]) -> None:
        """`seen`: what whoever sends the form puts a name to, as it stands now, by what each is called. The same things each time, also those that are empty."""
        self.shown_above = seen

    @property
    def stands(self) -> str:
        """What it was opened with, sent as `_stands`: the marks of the values; "" where it carries none."""
        if not self.warned and (before := self._before()):
            return ".".join(f"{name}:{mark}" for name, mark in before.items())
        return ".".join(f"{name}:{mark}" for name, mark in self._now().items())

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
            self.form_errors.append(CHANGED.format("、".join(self[name].label.text for name in told)))
        if unseen := [name for name, key in self._keys().items() if before.get(key, "") not in ("", self._now()[key])]:
            self.form_errors.append(WRITTEN_ANEW.format("、".join(unseen)))
        unmarked = (bool(self.standing) and not before) or not set(self._keys().values()) <= before.keys()
        if lost := unmarked and not self.from_line:
            self.form_errors.append(UNSEEN)
        self.warned = bool(told or unseen or lost)
        return fits and not self.warned

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
        known = self._now()
        return {name: mark for name, _, mark in pairs if name in known}

    def _keys(self) -> dict[str, str]:
        """What is shown → by what it is sent."""
        return {name: _mark(SEEN, name) for name in self.shown_above}

    def _now(self) -> dict[str, str]:
        """The marks of all that it was opened with, as it stands now."""
        fields = {name: _mark(name, value) for name, value in self.standing.items()}
        return fields | {key: _mark(SEEN + name, self.shown_above[name]) for name, key in self._keys().items()}


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
