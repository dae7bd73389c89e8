"""Licences of a place: which count, what is missing, what soon runs out; of kinds that nobody holds in person, too."""

from datetime import date, datetime

import pytest

from portal import clock
from portal.records.licences import Licence, Licensed


class Permit(Licence):
    """A licence that is in no table."""

    KINDS = {"legal": "法人登记证", "fire": "消防手续"}

    def __init__(self, ident: int, kind: str, until: date | None, withdrawn_on: date | None = None) -> None:
        given = {"id": ident, "kind": kind, "valid_from": date(2025, 1, 1), "valid_until": until}
        self.__dict__.update(given, withdrawn_on=withdrawn_on)


class Hall(Licensed):
    """A place with them."""

    def __init__(self, *licences: Permit) -> None:
        self.licences = list(licences)

    @classmethod
    def licence_class(cls) -> type[Permit]:
        return Permit


TODAY, SOON, LATER, GONE = date(2026, 3, 10), date(2026, 3, 20), date(2027, 1, 1), date(2026, 3, 1)


@pytest.mark.parametrize(
    ("licences", "lapsed", "lapsing"),
    [
        ([], ["没有登记法人登记证", "没有登记消防手续"], []),
        ([(1, "legal", None), (2, "fire", LATER)], [], []),
        ([(1, "legal", SOON), (2, "fire", LATER)], [], [1]),
        ([(1, "legal", SOON), (2, "fire", LATER), (3, "legal", LATER)], [], []),
        ([(1, "legal", None), (2, "fire", GONE)], ["消防手续已于 2026-03-01 到期"], []),
        ([(1, "legal", None), (2, "fire", LATER, TODAY)], ["没有登记消防手续"], []),
    ],
)
def test_what_is_missing_and_what_runs_out(licences, lapsed, lapsing):
    hall = Hall(*(Permit(*each) for each in licences))
    with clock.pretend(datetime(2026, 3, 10, 3, tzinfo=clock.SHANGHAI)):
        assert hall.lapsed(TODAY) == lapsed
        assert [each.id for each in hall.lapsing(TODAY)] == lapsing
