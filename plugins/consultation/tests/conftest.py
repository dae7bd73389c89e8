"""A forum in 泰兴社区 as far as a test needs it."""

import pytest

from plugins.consultation.models import Forum, Round
from portal import clock
from portal.extensions import db


@pytest.fixture
def forum(cast) -> Forum:
    """万豪花园, which is the grid of the grid worker, with a steward of one entrance."""
    founded = Forum.found(unit=cast.grid1, name="万豪花园", households=320, venue="议事厅", by=cast.director)
    founded.enlist(
        name="王秀英", post="unit", area="3号楼2单元", phone="13804770001", valid_from=clock.today(), by=cast.director
    )
    db.session.commit()
    return founded


@pytest.fixture
def note(cast, forum):
    """`note(title="…")` is what the grid worker wrote down there."""

    def make(**fields) -> Round:
        given = {"title": "楼道灯不亮", "location": "3号楼2单元", "matter": "property"} | fields
        noted = Round.note(unit=forum.unit, forum=forum, by=cast.grid, **given)
        db.session.commit()
        return noted

    return make
