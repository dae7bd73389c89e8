"""Residents in a list: columns that tell those of one surname apart where no more of the name is shown, and the search for them.

columns=(Column("person", "姓名", Person.name, kind="person", main=True), *TOLD_APART, …),
joins=((Person, Person.id == Visited.person_id),),
finds=naming(Visited.person_id, "club.view"), finds_by="姓名、拼音首字母、身份证号",
hit=("born", "tel", "home"),
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Label, select
from sqlalchemy.orm import aliased

from portal.accounts.models import User
from portal.people.finding import people_meant
from portal.people.masking import mask_address, mask_name
from portal.people.models import Person
from portal.people.page_titles import noted
from portal.people.phone import mask_phone
from portal.records.columns import Column

__all__ = ["TOLD_APART", "naming", "whole_name", "withheld"]

WITHHELD = "withheld_at"

TOLD_APART = (  # year of birth, masked telephone, home up to its building; of a list with Person, not of its files
    Column(
        "born",
        "出生",
        Person.birth_year,
        read=lambda row: f"{row.born}年生" if row.born else "",
        only="opt2",
        exported=False,
    ),
    Column("tel", "电话", Person.phone, read=lambda row: mask_phone(row.tel or ""), exported=False),
    Column("home", "住址", Person.address, read=lambda row: mask_address(row.home or ""), only="opt", exported=False),
)


def naming(person: Any, permission: str) -> Callable[[str, User], ColumnElement[bool]]:
    """For `finds` of a list: its rows whose `person` (a column) the words may mean, by name, initials or whole number, among
    residents where the reader holds `permission`."""
    return lambda text, reader: person.in_(people_meant(text, reader.units_with(permission)))


def withheld(person: Any) -> Label:
    """For `extra` of a list that shows whole names: since when the data of its `person` (a column) is restricted."""
    one = aliased(Person)  # the list may join residents itself
    return select(one.restricted_at).where(one.id == person).scalar_subquery().label(WITHHELD)


def whole_name(row: Any) -> str:
    """For `read` of its column `name`, beside `withheld`: masked where the data is restricted."""
    return mask_name(row.name) if getattr(row, WITHHELD) else noted(row.name)
