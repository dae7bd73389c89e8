"""What a change of the amounts would have meant: the last quarter's allowances, by the old rules and the new."""

from datetime import date

import pytest

from plugins.great_age.effects import effects
from plugins.great_age.models import GreatAge
from portal.extensions import db
from portal.settings import settings_of
from portal.testing import factories

pytestmark = pytest.mark.database
QUARTER = date(2026, 7, 1), date(2026, 9, 30)


@pytest.fixture
def reckon(on, rule, cast):
    """`reckon(tier1="100")`: label → (old, new), as the page would show it on 3 November."""

    def look(**typed: str) -> dict[str, tuple[int, int]] | None:
        with on(2026, 11, 3):
            before = settings_of("great_age", cast.county, date(2026, 11, 3))
            rule(date(2026, 11, 4), **typed)
            after = settings_of("great_age", cast.county, date(2026, 11, 4))
            found = effects(cast.county, before, after, *QUARTER)
        return {each.label: (each.before, each.after) for each in found.lines} if found else None

    return look


def test_the_allowance_of_three_months(reckon, on, cast):
    person = factories.resident(cast.taixing)
    person.birth_date = date(1946, 8, 20)
    with on(2026, 7, 1):
        GreatAge.enrol(unit=cast.taixing, person=person, valid_from=date(2026, 1, 1), by=cast.director)
        db.session.commit()
    assert reckon(tier1="100") == {"高龄津贴人月数": (0, 2), "高龄津贴": (0, 20_000)}, "eighty in August"


def test_what_costs_nothing_is_not_shown(reckon, old):
    assert reckon(publication_days="5") is None


def test_without_anybody_there_is_nothing_to_show(reckon):
    assert reckon(tier1="100") is None
