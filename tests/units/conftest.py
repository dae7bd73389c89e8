"""The administrator of the county at the pages of its units."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.units.models import UnitChange
from portal.units.relocation import Relocation

TODAY = date(2026, 11, 27)


@pytest.fixture
def made(cast):
    """`made("set_up", unit, …)`: a change as the administrator makes it, with a day and a reason."""

    def make(verb, unit, **given):
        return getattr(UnitChange, verb)(unit, **{"valid_from": TODAY, "reason": "批复"} | given, by=cast.administrator)

    return make


@pytest.fixture
def follow():
    """`follow()`: the jobs let all rows follow that are on their way."""

    def go() -> None:
        db.session.commit()
        for each in db.session.scalars(select(Relocation).where(Relocation.finished_at.is_(None))).all():
            assert each.follow(lambda done, total: db.session.commit())
        db.session.commit()

    return go
