"""Imports from Excel: each row is validated by the same form that a person would fill in, so that no rule is written twice.

    MEDIATORS = Import("mediation.mediators", "导入调解员名册", MediatorForm, "mediation.manage", Mediator, add=Committee.appoint.take)

The file is read and checked first (dry run); what is wrong is said row by row, in the same sheet if wanted; then the good rows are
entered, and can be taken back while nothing hangs on them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectFieldBase

from portal.people.known_field import Known
from portal.people.reconciling import Answers
from portal.personal_names import normalise_name
from portal.protection import keyring
from portal.records.column_contents import told_by_content
from portal.records.sheets import Sheet
from portal.typed.dates import as_day
from portal.web.forms import Form
from portal.web.forms.fields import Date

__all__ = ["Import", "Sheet"]

YES = ("是", "有", "√", "✓", "y", "yes", "1", "true")
NO = ("", "否", "无", "×", "n", "no", "0", "false", "兼职")
HEADINGS = {  # of what sheets of every office have, besides the label of the field
    "phone": ("联系电话", "手机号", "手机"),
    "id_number": ("证件号码", "身份证号码", "公民身份号码"),
    "id_type": ("证件种类", "证件名称"),
    "address": ("家庭住址", "现住址"),
}
UNREAD = "\x00"  # no cell holds it, and no choice has it for a key
DIGITS_LOST = re.compile(
    r"[0-9](\.[0-9]+)?E\+[12][0-9]"
)  # how a sheet shows a long number of which it has not kept each digit
LOST = "表里按数字保存（显示成 1.5E+17 的样子），末尾几位已经丢失。请在原表里把这一列设为文本，重新填写号码。"
A_NAME = "姓名"  # in the label of a field that holds the name of somebody
NOT_FILLED = frozenset({"csrf_token", "_form", "_stands"})

MOST_OF_WORDS = 40  # characters of the words that an empty sheet names in a heading


@dataclass(frozen=True)
class Import:
    """A roster that may come from Excel.

    key: its stored name. form: checks each row; its labels are the headings of the sheet. needs: permission on the owner.
    add: makes one row of `model`, `add(owner, by=user, **fields)`, and answers it; it may raise RuleError.
    aliases: other headings for a field; those of telephone, ID number and address are known. picture: the argument of `add` that takes
    the picture lying on a row, as a small JPEG. consent: what whoever imports must confirm of the pictures; without it none is taken.
    example: field name → text of a cell that nobody could guess from the form, for the rule `imports-undo`. holds: why a row may not be
    taken back any more, or "" (besides what refers to it). beside: what `add` may have made for a row, such as its
    family: taken back with it by its `let_go(since=…)`, unless others need it.
    """

    key: str
    title: str
    form: type[Form]
    needs: str
    model: type[Any]
    add: Callable[..., Any]
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    holds: Callable[[Any], str] | None = None
    beside: Callable[[Any], Any] | None = None
    picture: str = ""
    consent: str = ""
    example: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> list[Field]:
        """The fields of a row, in the order of the form."""
        return [
            each for each in self.blank() if each.short_name not in NOT_FILLED and not isinstance(each, HiddenField)
        ]

    def blank(self, row: dict[str, str] | None = None) -> Form:
        """The form of one row, unfilled or filled with text."""
        return self.form(MultiDict(row) if row is not None else MultiDict(), meta={"csrf": False})

    def answers(self, choices: Mapping[str, str]) -> Answers | None:
        """For one row: what is done with what the register of residents has otherwise; None where the form does not ask."""
        here = _here(self.form)  # type: ignore[arg-type]  # a class is hashable
        return None if here is None else Answers(for_file=choices, here=here)

    def matching(self, headings: list[str], known: dict[str, str], sheet: Sheet | None = None) -> dict[str, str]:
        """Mark of a heading (see `mark`) → field name: as it was chosen before (`known`), else told by its words, else by what stands below it
        in `sheet`. No field twice."""
        names = {plain(word): each.short_name for each in self.fields() for word in self.headings_of(each)}
        found: dict[str, str] = {}
        for heading in headings:
            name = known.get(mark(heading), names.get(plain(heading), ""))
            if name and name not in found.values() and name in names.values():
                found[mark(heading)] = name
        if sheet is not None:
            left = {
                each: sheet.column(each) for each in headings if mark(each) not in found and mark(each) not in known
            }
            told = told_by_content(left, [each for each in self.fields() if each.short_name not in found.values()])
            found |= {mark(heading): name for heading, name in told.items()}
        return found

    def knows(self) -> Callable[[str], bool]:
        """Whether the words of a cell are a heading of one of the fields."""
        words = {plain(word) for each in self.fields() for word in self.headings_of(each)}
        return lambda cell: plain(cell) in words

    def headings_of(self, each: Field) -> tuple[str, ...]:
        return (each.label.text, *HEADINGS.get(each.short_name, ()), *self.aliases.get(each.short_name, ()))

    def blank_heading(self, each: Field) -> str:
        """The heading of an empty sheet: with a remark, which is not read, of whether it must be filled, and with which words where they are few."""
        words = [label for key, label in _choices(each) if key] if isinstance(each, SelectFieldBase) else []
        must = each.flags.required or (isinstance(each, SelectFieldBase) and _as_typed(each, "") == UNREAD)
        few = "、".join(words)
        few = few if len(few) <= MOST_OF_WORDS and not set(few) & set("()（）") else ""
        remark = "：".join(filter(None, ("必填" if must else "", few)))
        return f"{each.label.text}（{remark}）" if remark else each.label.text

    def lines(
        self, sheet: Sheet, mapping: dict[str, str], *, after: int = 0, alone: bool = False
    ) -> Iterable[tuple[int, dict, list[str]]]:
        """`(number in the sheet, fields, what is wrong)` of each row, without the first so many; `alone`: whether or not it is there twice. Touches
        no database."""
        places, fields_of_form = self._places(sheet, mapping), self.fields()
        first: dict[tuple[str, ...], int] = {}
        for place, (number, line) in enumerate(sheet.rows[after:] if alone else sheet.rows, after if alone else 0):
            text = _texts(line, places)
            alike = first.setdefault(tuple(text.values()), number) if any(text.values()) else number
            if place < after:
                continue
            fields, wrong = self.checked(text, fields_of_form)
            if self.picture:
                fields[self.picture] = sheet.pictures.get(number)
                wrong = [*wrong, *filter(None, [sheet.faults.get(number)])]
            yield number, fields, wrong if alike == number else [*wrong, f"和第 {alike} 行完全相同，只导入一次。"]

    def texts(self, sheet: Sheet, mapping: dict[str, str]) -> Iterable[tuple[int, set[str]]]:
        """`(number in the sheet, the different words in it)` of each row, by which rows are alike."""
        places = self._places(sheet, mapping)
        for number, line in sheet.rows:
            yield number, set(filter(None, map(_half_width, _texts(line, places).values())))

    def _places(self, sheet: Sheet, mapping: dict[str, str]) -> dict[str, int]:
        """Field name → place of its column."""
        marks = [mark(each) for each in sheet.headings]
        return {name: marks.index(heading) for heading, name in mapping.items() if name and heading in marks}

    def checked(self, row: dict[str, str], fields: list[Field] | None = None) -> tuple[dict, list[str]]:
        """`row` (field name → text) as the form understands it, and what is wrong with it. No value of the row is quoted. fields: those of an empty
        form, made once for many rows."""
        fields = fields or self.fields()
        lost = [each for each in fields if DIGITS_LOST.fullmatch(_half_width(row.get(each.short_name, "")))]
        if lost:
            return {}, [f"{each.label.text}：{LOST}" for each in lost]
        given = {each.short_name: _as_typed(each, row.get(each.short_name, "").strip()) for each in fields}
        form = self.blank({name: text for name, text in given.items() if text is not None})
        form.creates = ""
        unread = [f"{each.label.text}：请填写{_allowed(each)}。" for each in fields if given[each.short_name] == UNREAD]
        if form.validate() and not unread:
            return {each.short_name: form[each.short_name].data for each in fields}, []
        wrong = [
            f"{form[name].label.text}：{said}"
            for name, errors in form.errors.items()
            if name and given.get(name) != UNREAD
            for said in _flat(errors)
        ]
        return {}, unread + wrong + list(form.form_errors)


@cache
def _here(form: type[Form]) -> tuple[str, ...] | None:
    """The fields of which something may hold for one record only; None where the form does not ask about who is known."""
    blank = form(MultiDict(), meta={"csrf": False})
    return next((each.here for each in blank if isinstance(each, Known)), None)


def _texts(line: list[str], places: dict[str, int]) -> dict[str, str]:
    return {name: line[place] if place < len(line) else "" for name, place in places.items()}


def _as_typed(each: Field, text: str) -> str | None:
    """A cell as a browser would have sent the field: the key of a choice for its label, a tick for 是; the default of a choice that was
    left empty; None for nothing; UNREAD for a word that is none of those allowed."""
    if isinstance(each, BooleanField):
        known = dict.fromkeys((*YES, each.label.text), "y") | dict.fromkeys(NO)
        return known.get(_half_width(text).lower(), UNREAD)
    if isinstance(each, SelectFieldBase):
        keys = {_half_width(word): str(key) for key, label in _choices(each) for word in (label, str(key))}
        if text:
            return keys.get(_half_width(text), UNREAD)
        if each.default is not None or "" in keys:
            return str(each.default or "")
        return None if isinstance(each, SelectMultipleField) else UNREAD
    if isinstance(each, Date):
        return as_day(text) or None
    return (normalise_name(text) if A_NAME in each.label.text else text) or None


def _half_width(text: str) -> str:
    """A word without blanks, in half width: what tells a choice or a number."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _allowed(each: Field) -> str:
    if isinstance(each, BooleanField):
        return "“是”或者“否”"
    return "、".join(label for _, label in _choices(each)) + "之一"


def _choices(each: SelectFieldBase) -> Iterable[tuple[Any, str]]:
    return [(key, str(label)) for key, label, *_ in each.iter_choices()]


def _flat(errors: Any) -> Iterable[str]:
    for each in errors.values() if isinstance(errors, dict) else errors:
        if isinstance(each, str):
            yield each
        else:
            yield from _flat(each)


def plain(heading: str) -> str:
    """A heading without spaces, signs and remarks in brackets, so that 「姓 名*」 and 「姓名（必填）」 are one."""
    text = unicodedata.normalize("NFKC", heading)
    return re.sub(r"[\s*:：]|\([^()]*\)", "", text).lower()


def mark(heading: str) -> str:
    """A heading as it is kept: whatever somebody wrote there stands in no table in plain text."""
    return keyring.mark(plain(heading), "records_import.mapping")[:16]
