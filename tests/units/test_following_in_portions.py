"""Rows that follow their unit are written many at a time: more of them do not mean more statements."""

import pytest
from sqlalchemy import select

from plugins.grids.models import DepartmentGrid
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.testing import factories
from portal.testing.statements import statements
from portal.units import relocation as moving
from portal.units.relocation import Relocation

pytestmark = pytest.mark.database
FEW, MANY = 2, 8


@pytest.fixture
def heir(cast):
    return OrgUnit.create(kind="grid", name="泰兴社区第二网格", parent=cast.taixing, grid_level=2)


def written(follow, what, ids) -> list[str]:
    """The statements of one portion."""
    db.session.commit()
    here = db.session.scalars(select(Relocation)).one()
    with statements() as sent:
        moving._worked(lambda: follow(here, what, ids))
    db.session.commit()
    return sent


def test_many_residents_follow_with_as_many_statements_as_few(made, cast):
    people = [factories.resident(cast.grid1).id for _ in range(FEW + MANY)]
    made("reparent", cast.grid1, parent_id=cast.nangan.id)
    few, many = (written(Relocation._settle, Person, ids) for ids in (people[:FEW], people[FEW:]))
    assert len(many) <= len(few)


def test_of_what_there_can_be_one_only_the_heir_keeps_its_own_and_takes_the_others(made, cast, heir, follow):
    for unit, codes in ((cast.grid1, "123"), (heir, "2")):
        for code in codes:
            drawn = DepartmentGrid(line="消防", code=code, name=f"消防第{code}网格")
            drawn.place(unit)
            db.session.add(drawn)
    made("merge", cast.grid1, into_id=heir.id)
    follow()
    lies = select(DepartmentGrid.code, DepartmentGrid.unit_id).order_by(DepartmentGrid.id)
    assert db.session.execute(lies).all() == [("1", heir.id), ("2", cast.grid1.id), ("3", heir.id), ("2", heir.id)]
