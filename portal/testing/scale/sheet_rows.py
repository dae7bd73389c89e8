"""Rows for the sheet of an import that its form should take, guessed from the fields: some with no more than is required, some with all."""

from datetime import date, timedelta
from itertools import product

from wtforms import BooleanField, Field, IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectFieldBase

from portal import clock
from portal.people.id_number import check_character
from portal.records.imports import Import
from portal.web.forms.fields import Date

SURNAMES, GIVEN = "欧鲍柏窦穆邢", "样本试例表格"
BORN = 1931  # old enough for whatever asks for an age
NUMBERS, NAMES, PHONES = (
    "id_number",
    ("name", "learner", "owners", "claimant", "contact"),
    ("phone", "mobile"),
)
FULLNESS = ("required", "named", "ticked", "all")


def rows_for(kind: Import) -> list[list[str]]:
    """Each of how full a row is × today and yesterday, with another person in each. Cells in the order of the fields."""
    today = clock.today()
    days = (today, today - timedelta(days=1))
    fields = kind.fields()
    return [
        [kind.example.get(each.short_name) or _cell(each, fullness, day, number) for each in fields]
        for number, (fullness, day) in enumerate(product(FULLNESS, days))
    ]


def _cell(each: Field, fullness: str, day: date, number: int) -> str:
    name = each.short_name
    if isinstance(each, BooleanField):
        return "是" if fullness in ("ticked", "all") else ""
    if isinstance(each, SelectFieldBase) and not isinstance(each, SelectMultipleField):
        keys = [(str(key), str(label)) for key, label, *_ in each.iter_choices()]
        told = [label for key, label in keys if key]
        return told[number % len(told)] if told and (fullness == "all" or len(told) == len(keys)) else ""
    wanted = each.flags.required or fullness == "all" or (fullness != "required" and name in (*NAMES, *PHONES, NUMBERS))
    return _typed(each, day, number) if wanted else ""


def _typed(each: Field, day: date, number: int) -> str:
    name = each.short_name
    if isinstance(each, Date):
        return f"{day:%Y-%m-%d}"
    if name == NUMBERS:
        body = f"150621{BORN}0314{711 + number}"
        return body + check_character(body)
    if name in PHONES:
        return f"1380477{1200 + number}"
    if name in NAMES:
        return SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)] + "人"
    return "1" if isinstance(each, IntegerField) else f"样例{number + 1}"
