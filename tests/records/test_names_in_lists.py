"""A name of a resident, or of a contact, leaves in a list as a person's: masked where its data is restricted, and in files."""

import pytest
from sqlalchemy import inspect

from portal.people.models import Person
from portal.records.columns import Column
from portal.records.lists import ListPage
from portal.records.mounted import all_mounted
from portal.records.people import Contact
from portal.records.people_columns import WITHHELD
from portal.records.register import Register

pytestmark = pytest.mark.database
NOT_OF_A_PERSON = {"heroes_member"}  # of the unit that is a member


@pytest.fixture
def named(app):
    """Register and column of each name of a resident, a contact, or whoever belongs to one."""
    return [
        (each.register, column)
        for each in all_mounted(ListPage)
        for column in each.register.own_columns.values()
        if column.names is None
        and _is_name(getattr(each.register.model, column.name, None) if column.value is None else column.value)
    ]


def test_every_name_is_of_the_kind_of_persons_or_looks_whether_it_is_restricted(named):
    bare = [
        f"{each.key}: {column.label}" for each, column in named if column.kind != "person" and not _looks(each, column)
    ]
    assert named
    assert not bare, "\n".join(bare)


def _looks(register: Register, column: Column) -> bool:
    return column.read is not None and any(getattr(each, "key", "") == WITHHELD for each in register.extra)


def _is_name(value) -> bool:
    owner = getattr(value, "parent", None)  # the model, or an alias of it
    return getattr(value, "key", "") == "name" and owner is not None and _names(owner.mapper.class_)


def _names(model) -> bool:
    """Whether rows of `model` are residents or contacts, or say the name of one whose name the row does not keep by declaration, as that of a public office."""
    if issubclass(model, Person | Contact):
        return True
    if model.__tablename__ in NOT_OF_A_PERSON:
        return False
    told = {Person.__tablename__: ("person_id",), Contact.__tablename__: ("contact_id",)}
    keys = [
        each
        for each in inspect(model).local_table.foreign_keys
        if each.parent.name in told.get(each.column.table.name, ())
    ]
    return bool(keys) and not any(each.parent.info.get("kept") for each in keys)
