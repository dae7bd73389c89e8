"""The administrator of the county at the pages of its units."""

from datetime import date

import pytest

from portal.units.models import UnitChange

TODAY = date(2026, 11, 27)


@pytest.fixture
def made(cast):
    """`made("set_up", unit, …)`: a change as the administrator makes it, with a day and a reason."""

    def make(verb, unit, **given):
        return getattr(UnitChange, verb)(unit, **{"valid_from": TODAY, "reason": "批复"} | given, by=cast.administrator)

    return make
