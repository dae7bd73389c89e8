"""Imports from Excel: each row is validated by the same form that a person would fill in, so that no rule is written twice.

    MEDIATORS = Import("mediation.mediators", "导入调解员名册", MediatorForm, "mediation.manage", Mediator, add=Committee.appoint.take)

The file is read and checked first (dry run); what is wrong is said row by row, in the same sheet if wanted; then the good rows are
entered, and can be taken back while nothing hangs on them.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.fields.choices import SelectFieldBase

from portal.people.known_field import Known
from portal.people.reconciling import Answers
from portal.protection import keyring
from portal.records.column_contents import told_by_content
from portal.records.row_form import UNREAD, RowForm, choices, half_width, reader
from portal.records.sheets import Sheet
from portal.web.forms import Form

__all__ = ["Import", "Sheet"]

HEADINGS = {  # of what sheets of every office have, besides the label of the field
    "phone": ("联系电话", "手机号", "手机"),
    "id_number": ("证件号码", "身份证号码", "公民身份号码"),
    "id_type": ("证件种类", "证件名称"),
    "address": ("家庭住址", "现住址"),
}
MOST_OF_WORDS = 40  # characters of the words that an empty sheet names in a heading


@dataclass(frozen=True)
class Import:
    """A roster that may come from Excel.

    key: its stored name. form: checks each row; its labels are the headings of the sheet. needs: permission on the owner.
    add: makes one row of `model`, `add(owner, by=user, **fields)`, and answers it; it may raise RuleError.
    tied_by: the fields that may tie a row to one above it, for the dry run; none given: all.
    beforehand: what `add` looks up of many rows (`beforehand(owner, rows)`: question → answer, as `looked_up` takes it); with it they
    are entered together, so that `add` flushes by `write_down`, and asks how another row stands by `looked_up` alone.
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
    tied_by: tuple[str, ...] = ()
    beforehand: Callable[[Any, Sequence[dict]], dict[Hashable, Any]] | None = None
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    holds: Callable[[Any], str] | None = None
    beside: Callable[[Any], Any] | None = None
    picture: str = ""
    consent: str = ""
    example: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> list[Field]:
        """The fields of a row, in the order of the form."""
        return RowForm(self.form).fields

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
        words = [label for key, label in choices(each) if key] if isinstance(each, SelectFieldBase) else []
        must = each.flags.required or (isinstance(each, SelectFieldBase) and reader(each)("") == UNREAD)
        few = "、".join(words)
        few = few if len(few) <= MOST_OF_WORDS and not set(few) & set("()（）") else ""
        remark = "：".join(filter(None, ("必填" if must else "", few)))
        return f"{each.label.text}（{remark}）" if remark else each.label.text

    def lines(self, sheet: Sheet, mapping: dict[str, str], *, after: int = 0) -> Iterable[tuple[int, dict, list[str]]]:
        """`(number in the sheet, fields, what is wrong)` of each row, without the first so many. Touches no database."""
        places, form = self._places(sheet, mapping), RowForm(self.form)
        first: dict[int, int] = {}  # hash of what stands in a row → the first place where it does
        for place, (number, line) in enumerate(sheet.rows):
            text = _texts(line, places)
            above = first.setdefault(hash(tuple(text.values())), place) if any(text.values()) else place
            if place < after:
                continue
            fields, wrong = self._line(sheet, form, number, text)
            if above != place and _texts(sheet.rows[above][1], places) == text:
                wrong = [*wrong, f"和第 {sheet.rows[above][0]} 行完全相同，只导入一次。"]
            yield number, fields, wrong

    def some_lines(
        self, sheet: Sheet, mapping: dict[str, str], at: Iterable[int]
    ) -> Iterable[tuple[int, dict, list[str]]]:
        """The same of the rows at these places alone, whether or not they are there twice."""
        places, form = self._places(sheet, mapping), RowForm(self.form)
        for number, line in (sheet.rows[place] for place in at):
            yield number, *self._line(sheet, form, number, _texts(line, places))

    def _line(self, sheet: Sheet, form: RowForm, number: int, text: dict[str, str]) -> tuple[dict, list[str]]:
        fields, wrong = form.checked(text)
        if self.picture:
            fields[self.picture] = sheet.pictures.get(number)
            wrong = [*wrong, *filter(None, [sheet.faults.get(number)])]
        return fields, wrong

    def texts(self, sheet: Sheet, mapping: dict[str, str]) -> Iterable[tuple[int, set[str]]]:
        """`(number in the sheet, the different words in it)` of each row, by which rows are alike."""
        places = self._places(sheet, mapping)
        places = {name: place for name, place in places.items() if not self.tied_by or name in self.tied_by}
        for number, line in sheet.rows:
            yield number, set(filter(None, map(half_width, _texts(line, places).values())))

    def _places(self, sheet: Sheet, mapping: dict[str, str]) -> dict[str, int]:
        """Field name → place of its column."""
        marks = [mark(each) for each in sheet.headings]
        return {name: marks.index(heading) for heading, name in mapping.items() if name and heading in marks}

    def checked(self, row: dict[str, str]) -> tuple[dict, list[str]]:
        """`row` (field name → text) as the form understands it, and what is wrong with it. No value of the row is quoted."""
        return RowForm(self.form).checked(row)


@cache
def _here(form: type[Form]) -> tuple[str, ...] | None:
    """The fields of which something may hold for one record only; None where the form does not ask about who is known."""
    blank = form(MultiDict(), meta={"csrf": False})
    return next((each.here for each in blank if isinstance(each, Known)), None)


def _texts(line: list[str], places: dict[str, int]) -> dict[str, str]:
    return {name: line[place] if place < len(line) else "" for name, place in places.items()}


def plain(heading: str) -> str:
    """A heading without spaces, signs and remarks in brackets, so that 「姓 名*」 and 「姓名（必填）」 are one."""
    text = unicodedata.normalize("NFKC", heading)
    return re.sub(r"[\s*:：]|\([^()]*\)", "", text).lower()


def mark(heading: str) -> str:
    """A heading as it is kept: whatever somebody wrote there stands in no table in plain text."""
    return keyring.mark(plain(heading), "records_import.mapping")[:16]
