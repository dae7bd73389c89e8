"""Whoever has the file of the database learns no number, birthday, telephone or account from it (docs/adr/0037)."""

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import JSON, Column, Date, String, select

from portal.extensions import db
from portal.people.models import Person
from portal.protection import Encrypted, KeyedHash
from portal.records.people import Contact
from portal.testing.scale.schema import in_the_open

pytestmark = pytest.mark.xdist_group("conformance")

RUN = re.compile(r"[0-9]{8,}[0-9Xx]?")
DAY = re.compile(r"((?:19|20)[0-9]{2})\D{1,3}([0-9]{1,2})\D{1,3}([0-9]{1,2})(?![0-9])")
TAIL = re.compile(r"\*([0-9]{3}[0-9X])(?![0-9])")
LENGTHS = (18, 16, 17, 19, 15, 14, 11)


def columns() -> list[Column]:
    return [column for table in db.metadata.sorted_tables for column in table.columns]


def test_every_column_named_like_a_secret_is_encrypted_or_says_why_not(app):
    assert list(in_the_open(columns())) == []


def test_every_keyed_hash_follows_from_an_encrypted_column(app):
    for column in columns():
        if isinstance(column.type, KeyedHash):
            *way, last = column.type.of.split(".")
            table = next(iter(column.table.c[way[0]].foreign_keys)).column.table if way else column.table
            assert isinstance(table.c[last].type, Encrypted), column


def test_no_table_of_the_demo_tells_a_number_or_a_part_from_which_it_follows(office):
    known = Known()
    assert len(known.whole) > 300
    found = [
        f"{column.table.name}.{column.name}: {what}"
        for column in columns()
        if not isinstance(column.type, (Encrypted, KeyedHash)) and not column.info.get("in_the_open")
        for value in stored(column)
        for what in known.told_by(value)
    ]
    assert sorted(set(found)) == []


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("证件 150621 19570309 1234，附后", True),
        ("150621195703091234", True),
        ("回拨13800001234或者", True),
        ('["19570309"]', True),
        ("1957-03-09", True),
        ("1957年3月9日生", True),
        ("尾号 ****1234", True),
        ("第1234号，1957-03-10，2026-03-09，15062119570309", False),
    ],
)
def test_the_search_finds_what_it_looks_for(value, told):
    known = Known.__new__(Known)
    known.whole, known.days, known.tails = {"150621195703091234", "13800001234"}, {date(1957, 3, 9)}, {"1234"}
    assert bool(list(known.told_by(value))) == told


def stored(column: Column) -> Iterator[str]:
    """Its values as text, as far as they could tell something."""
    if not isinstance(column.type, (String, JSON, Date)):
        return
    for value in db.session.scalars(select(column).where(column.is_not(None)).distinct()):
        yield value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)


class Known:
    """Everything secret of everybody in the demo."""

    def __init__(self) -> None:
        people = [*db.session.scalars(select(Person)), *db.session.scalars(select(Contact)).unique()]
        numbers = {each.id_number for each in people if each.id_number}
        phones = {each.phone for each in people if each.phone}
        self.whole = numbers | phones | accounts()
        self.days = {each.birth_date for each in people if getattr(each, "birth_date", None)}
        self.tails = {number[-4:] for number in numbers}

    def told_by(self, value: str) -> Iterator[str]:
        for run in RUN.findall(re.sub(r"(?<=[0-9])[ -](?=[0-9])", "", value)):
            windows = (run[at : at + length] for length in LENGTHS for at in range(len(run) - length + 1))
            yield from (f"{each[:3]}… in full" for each in windows if each.upper() in self.whole)
            if len(run) == 8 and run in {f"{day:%Y%m%d}" for day in self.days}:
                yield f"birthday {run}"
        for year, month, day in DAY.findall(value):
            if 1 <= int(month) <= 12 and 1 <= int(day) <= 28 and date(int(year), int(month), int(day)) in self.days:
                yield f"birthday {year}-{month}-{day}"
        yield from (f"last four {each}" for each in TAIL.findall(value) if each in self.tails)


def accounts() -> set[str]:
    """Numbers of bank accounts, of whatever plugin."""
    return {
        number
        for column in columns()
        if column.name == "account" and isinstance(column.type, Encrypted)
        for number in db.session.scalars(select(column).where(column.is_not(None)))
    }
