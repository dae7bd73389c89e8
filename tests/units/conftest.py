"""The administrator of the county at the pages of its units."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.org.models import LEVELS
from portal.units.models import UnitChange
from portal.units.relocation import Relocation
from portal.units.rows import scoped_models

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


@pytest.fixture
def astray():
    """`astray()`: rows that do not carry the columns of their unit, or of the one into which that was merged."""

    def find() -> list[str]:
        return [
            f"{model.__tablename__} {row.id}"
            for model in scoped_models()
            for row in db.session.scalars(select(model)).unique()
            if any(getattr(row, level) != getattr(row.unit.heir, level) for level in LEVELS)
        ]

    return find
