"""core_0012: the table of families is made anew on SQLite, with rows in it and rows that point to them, and back."""

import pytest
from sqlalchemy import inspect, select

from portal.extensions import db
from portal.families import Family
from portal.families.household import FamilyEvent
from portal.migrating import downgrade, drift, histories, upgrade_all

pytestmark = pytest.mark.database


def test_families_and_what_points_to_them_stay(app, cast):
    for number in range(3):
        Family.enter(unit=cast.street, name="王桂兰", phone=f"1380477000{number}", by=cast.clerk)
    db.session.commit()
    before, core = _kept(), histories()[0]
    downgrade(core, "core_0011")
    assert _kept() == before
    upgrade_all()
    assert not drift(core)
    assert _kept() == before


def _kept() -> tuple:
    rows = [db.session.execute(select(each.__table__).order_by(each.id)).all() for each in (Family, FamilyEvent)]
    db.session.remove()
    indexes = sorted(each["name"] for each in inspect(db.engine).get_indexes("families_family"))
    indexes = [
        name for name in indexes if not name.endswith(("_listed", "_unit_id"))
    ]  # in whose place those came later
    keys = sorted(each["name"] for each in inspect(db.engine).get_foreign_keys("families_family"))
    return rows, indexes, keys
