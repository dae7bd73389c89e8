"""The first grid of 泰兴社区, another beside it, and somebody who works the first."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from plugins.grids.models import Grid, Worker
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.units.models import UnitChange
from portal.units.relocation import Relocation


@pytest.fixture
def since() -> date:
    return clock.today() - timedelta(days=30)


@pytest.fixture
def grid(cast) -> Grid:
    """Entered with the plugin, as every grid that was there."""
    return Grid.of(cast.grid1)


@pytest.fixture
def second(cast) -> Grid:
    """泰兴社区第二网格."""
    unit = OrgUnit.create(kind="grid", name="泰兴社区第二网格", parent=cast.taixing, grid_level=2, households=40)
    entered = Grid.enter(unit=unit, boundary="东至河，西至路", by=cast.director)
    db.session.commit()
    return entered


@pytest.fixture
def give(cast, since):
    """`give(grid, name="…", post="…")`: a post, of whoever works full-time."""

    def make(grid: Grid, **fields) -> Worker:
        known = {"name": "云巧玲", "post": "full", "phone": "", "office_phone": "0477-5210001", "valid_from": since}
        grid.appoint(**known | {"valid_until": None, "user_id": None} | fields, by=cast.director)
        db.session.commit()
        return db.session.scalars(select(Worker).order_by(Worker.id.desc())).first()

    return make


@pytest.fixture
def worker(grid, give) -> Worker:
    return give(grid, phone="13804770001")


@pytest.fixture
def merge(cast):
    """`merge(one, other)`: the unit of one is merged into that of the other, and all rows follow."""

    def take_over(one: Grid, other: Grid) -> None:
        UnitChange.merge(one.unit, other.unit_id, clock.today(), "网格合并", by=cast.administrator)
        db.session.commit()
        for each in db.session.scalars(select(Relocation).where(Relocation.finished_at.is_(None))).all():
            assert each.follow(lambda done, total: db.session.commit())
        db.session.commit()
        db.session.expire_all()

    return take_over
