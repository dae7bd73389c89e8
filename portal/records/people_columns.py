"""Residents in a list: columns that tell those of one surname apart where no more of the name is shown, and the search for them.

columns=(Column("person", "姓名", Person.name, kind="person", main=True), *TOLD_APART, …),
joins=((Person, Person.id == Visited.person_id),),
finds=naming(Visited.person_id, "club.view"), finds_by="姓名、拼音首字母、身份证号",
hit=("born", "tel", "home"),
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Label, Select, false, select
from sqlalchemy.orm import aliased

from portal.accounts.models import User
from portal.org.models import OrgUnit
from portal.people.finding import means, people_meant
from portal.people.masking import mask_address, mask_name
from portal.people.models import Person
from portal.people.page_titles import noted
from portal.people.phone import mask_phone
from portal.records.columns import Column
from portal.records.meant import Meant, rows_of
from portal.records.window import MOST_FOUND, together

__all__ = ["TOLD_APART", "first_meant", "naming", "whole_name", "withheld"]

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


def naming(person: Any, permission: str) -> Callable[[str, User], Meant]:
    """For `finds` of a list: its rows whose `person` (a column with an index) the words may mean, by name, initials or whole number, among
    residents where the reader holds `permission`."""

    def meant(text: str, reader: User) -> Meant:
        units = reader.units_with(permission)
        return Meant(means(person, text, units), rows_of(first_meant(text, units), person))

    return meant


def first_meant(text: str, units: list[OrgUnit]) -> Select:
    """The ids of the first residents of `units` whom `text` may mean, as many as a list looks at beyond what it reads in order."""
    several = people_meant(text, units, MOST_FOUND)
    ids = together(several) if several else select(Person.id).where(false())
    return select(ids.subquery()).distinct().limit(MOST_FOUND)


def withheld(person: Any) -> Label:
    """For `extra` of a list that shows whole names: since when the data of its `person` (a column) is restricted."""
    one = aliased(Person)  # the list may join residents itself
    return select(one.restricted_at).where(one.id == person).scalar_subquery().label(WITHHELD)


def whole_name(row: Any) -> str:
    """For `read` of its column `name`, beside `withheld`: masked where the data is restricted."""
    return mask_name(row.name) if getattr(row, WITHHELD) else noted(row.name)
