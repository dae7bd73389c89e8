"""Whoever was commended and asked that the own data be restricted: whole on the page of the deed alone, in no list, file or paper."""

import pytest

from portal import clock
from portal.extensions import db
from portal.records.restriction import restricted_among

pytestmark = pytest.mark.database


@pytest.fixture
def deed(bring):
    """A deed whose hero's data is restricted."""
    made = bring("commended")
    made.heroes[0].person.restricted_at = clock.now()
    db.session.commit()
    return made


def test_the_deed_and_the_hero_in_it_are_restricted(deed):
    assert restricted_among(type(deed), [deed.id]) == {deed.id}
    assert restricted_among(type(deed.heroes[0]), [deed.heroes[0].id]) == {deed.heroes[0].id}


def test_the_roll_masks_the_name_and_the_page_of_the_deed_keeps_it(as_user, deed):
    name, director = deed.heroes[0].name, as_user("director")
    assert name not in director.page("/heroes/registry").text
    assert name in director.page(f"/heroes/deeds/{deed.id}").text


def test_no_paper_of_the_deed_is_printed(as_user, deed):
    assert as_user("director").get(f"/heroes/deeds/{deed.id}/application.pdf").status_code == 422
