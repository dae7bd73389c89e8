"""Numbers carry the name of the office: whoever takes a name over goes on behind them."""

import pytest

from portal.extensions import db
from portal.numbering import take_number
from portal.org.models import OrgUnit

pytestmark = pytest.mark.database
PATTERN = "{unit}〔{year}〕{number}号"


def numbered(unit):
    return take_number(unit, "case", PATTERN, 2026)


@pytest.fixture
def other(cast):
    """Another street of the county."""
    street = OrgUnit.create(kind="township", name="平原街道", short_name="平原街道", parent=cast.county)
    db.session.flush()
    return street


def test_a_street_that_takes_the_name_another_gave_up_goes_on_behind_its_numbers(made, cast, other):
    name = cast.street.short_name
    given = [numbered(cast.street) for _ in range(3)]
    numbered(other)
    made("rename", cast.street, name="新街道", short_name="新街道")
    made("rename", other, name="换名街道", short_name=name)
    assert given[-1] == f"{name}〔2026〕3号"
    assert numbered(other) == f"{name}〔2026〕4号"
    assert numbered(cast.street) == "新街道〔2026〕4号"


def test_a_street_set_up_with_the_name_of_a_closed_one_goes_on_behind_its_numbers(made, cast, other):
    for _ in range(5):
        numbered(other)
    made("close", other)
    again = made("set_up", cast.county, kind="township", name="平原街道", short_name="平原街道", households=None).unit
    assert numbered(again) == "平原街道〔2026〕6号"


def test_two_streets_that_exchange_their_names_never_give_a_number_twice(made, cast, other):
    name = cast.street.short_name
    given = [numbered(cast.street), numbered(cast.street), numbered(other)]
    made("rename", cast.street, name="暂名街道", short_name="暂名")
    made("rename", other, name="昭君街道办", short_name=name)
    made("rename", cast.street, name="平原街道办", short_name="平原街道")
    given += [numbered(other), numbered(cast.street), numbered(other), numbered(cast.street)]
    assert len(set(given)) == len(given)


def test_a_community_that_moved_away_leaves_its_numbers_to_whoever_takes_its_name(made, cast):
    given = [numbered(cast.nangan), numbered(cast.nangan)]
    made("reparent", cast.nangan, parent_id=cast.other_street.id)
    again = made("set_up", cast.street, kind="community", name="南干社区", short_name="南干社区", households=None).unit
    assert numbered(again) not in given
