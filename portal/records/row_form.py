"""The form of an import, made once and filled with one row after another: making it anew for each of a hundred thousand takes longer than checking them."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectFieldBase

from portal.personal_names import normalise_name
from portal.typed.dates import as_day
from portal.web.forms import Form
from portal.web.forms.fields import Date

YES = ("是", "有", "√", "✓", "y", "yes", "1", "true")
NO = ("", "否", "无", "×", "n", "no", "0", "false", "兼职")
UNREAD = "\x00"  # no cell holds it, and no choice has it for a key
DIGITS_LOST = re.compile(
    r"[0-9](\.[0-9]+)?E\+[12][0-9]"
)  # how a sheet shows a long number of which it has not kept each digit
LOST = "表里按数字保存（显示成 1.5E+17 的样子），末尾几位已经丢失。请在原表里把这一列设为文本，重新填写号码。"
A_NAME = "姓名"  # in the label of a field that holds the name of somebody
NOT_FILLED = frozenset({"csrf_token", "_form", "_stands"})
Reader = Callable[[str], str | None]


class RowForm:
    """Checks rows, field name → text."""

    def __init__(self, form: type[Form]) -> None:
        self.form = form(MultiDict(), meta={"csrf": False})
        self.form.creates = ""

    @cached_property
    def fields(self) -> list[Field]:
        """The fields of a row, in the order of the form."""
        return [each for each in self.form if each.short_name not in NOT_FILLED and not isinstance(each, HiddenField)]

    @cached_property
    def readers(self) -> dict[str, Reader]:
        return {each.short_name: reader(each) for each in self.fields}

    def checked(self, row: dict[str, str]) -> tuple[dict, list[str]]:
        """`row` as the form understands it, and what is wrong with it. No value of the row is quoted."""
        lost = [
            name
            for name, text in row.items()
            if text.lstrip()[:1].isdigit() and DIGITS_LOST.fullmatch(half_width(text))
        ]
        if lost:
            return {}, [f"{each.label.text}：{LOST}" for each in self.fields if each.short_name in lost]
        given = {name: read(row.get(name, "").strip()) for name, read in self.readers.items()}
        form = self.form
        form.form_errors.clear()
        form.process(MultiDict({name: text for name, text in given.items() if text is not None}))
        unread = [
            f"{each.label.text}：请填写{allowed(each)}。" for each in self.fields if given[each.short_name] == UNREAD
        ]
        if form.validate() and not unread:
            return {each.short_name: each.data for each in self.fields}, []
        wrong = [
            f"{form[name].label.text}：{said}"
            for name, errors in form.errors.items()
            if name and given.get(name) != UNREAD
            for said in _flat(errors)
        ]
        return {}, unread + wrong + list(form.form_errors)


def reader(each: Field) -> Reader:
    """How a cell becomes what a browser would have sent of the field: the key of a choice for its label, a tick for 是; the default of a choice that was
    left empty; None for nothing; UNREAD for a word that is none of those allowed."""
    if isinstance(each, BooleanField):
        known = dict.fromkeys((*YES, each.label.text), "y") | dict.fromkeys(NO)
        return lambda text: known.get(half_width(text).lower(), UNREAD)
    if isinstance(each, SelectFieldBase):
        keys = {half_width(word): str(key) for key, label in choices(each) for word in (label, str(key))}
        empty = None if isinstance(each, SelectMultipleField) else UNREAD
        if each.default is not None or "" in keys:
            empty = str(each.default or "")
        return lambda text: keys.get(half_width(text), UNREAD) if text else empty
    if isinstance(each, Date):
        return lambda text: as_day(text) or None
    if A_NAME in each.label.text:
        return lambda text: normalise_name(text) or None
    return lambda text: text or None


def half_width(text: str) -> str:
    """A word without blanks, in half width: what tells a choice or a number."""
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def allowed(each: Field) -> str:
    if isinstance(each, BooleanField):
        return "“是”或者“否”"
    return "、".join(label for _, label in choices(each)) + "之一"


def choices(each: SelectFieldBase) -> Iterable[tuple[Any, str]]:
    return [(key, str(label)) for key, label, *_ in each.iter_choices()]


def _flat(errors: Any) -> Iterable[str]:
    for each in errors.values() if isinstance(errors, dict) else errors:
        if isinstance(each, str):
            yield each
        else:
            yield from _flat(each)
