"""A neighbourhood in 泰兴社区, and what its stewards noted."""

import pytest

from plugins.stewards.models import Neighbourhood, Round
from portal import clock
from portal.extensions import db


@pytest.fixture
def place(cast) -> Neighbourhood:
    """万豪花园, which is the grid of the grid worker, with a steward of one entrance."""
    entered = Neighbourhood.enter(unit=cast.grid1, name="万豪花园", by=cast.director)
    entered.enlist(
        name="王秀英", post="unit", area="3号楼2单元", phone="13804770001", valid_from=clock.today(), by=cast.director
    )
    db.session.commit()
    return entered


@pytest.fixture
def note(cast, place):
    """`note(title="…")` is what the grid worker wrote down there."""

    def make(**fields) -> Round:
        given = {"title": "楼道灯不亮", "location": "3号楼2单元", "matter": "property"} | fields
        noted = Round.note(unit=place.unit, neighbourhood=place, by=cast.grid, **given)
        db.session.commit()
        return noted

    return make
