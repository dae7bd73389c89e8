"""Who may open the page of which step, as the declarations say, at every place of the way; as the table by hand says, too."""

import pytest

from plugins.heroes.models import Deed, Hero, Roll
from plugins.heroes.tests.test_access import ROWS, WHO
from portal.extensions import db
from portal.testing.access import combinations, pages_of

pytestmark = pytest.mark.database


@pytest.fixture
def visitors(as_user, client, cast):
    """Username (None: nobody signed in) → client and user."""
    names = [None if name == "anonymous" else name for name in WHO]
    return {name: as_user(name) if name else client for name in names}


def differences(visitors, cast, model, record, rows=()) -> tuple[int, dict]:
    """How many combinations were tried, and those that answered otherwise than declared."""
    people = {name: getattr(cast, name) if name else None for name in visitors}
    tries = [
        (name, path, status)
        for name, user in people.items()
        for _, _, path, status in combinations(pages_of("heroes", model), record, [user], dict(rows))
    ]
    db.session.rollback()
    met = {(name, path): (visitors[name].get(path).status_code, status) for name, path, status in tries}
    return len(tries), {each: pair for each, pair in met.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("status", ["nominated", "investigating", "published", "commended"])
def test_steps_of_a_deed(visitors, cast, bring, status, record_property):
    count, wrong = differences(visitors, cast, Deed, bring(status))
    record_property("combinations", count)
    assert count == 21 * len(WHO)
    assert wrong == {}


def test_steps_of_a_hero(visitors, cast, bring, fund):
    hero = bring("commended").heroes[0]
    count, wrong = differences(visitors, cast, Hero, hero, {"award_id": hero.awards[0].id})
    assert count == 5 * len(WHO)
    assert wrong == {}


def test_steps_of_a_roll(visitors, cast):
    roll = Roll.draw_up(unit=cast.county, year=2026, quarter=1, by=cast.district)
    db.session.commit()
    _, wrong = differences(visitors, cast, Roll, roll)
    assert wrong == {}


def test_the_table_by_hand_says_the_same(cast, bring):
    deed, table = bring("commended"), {route: dict(zip(WHO, map(int, row), strict=True)) for route, *row in ROWS}
    people = [None if name == "anonymous" else getattr(cast, name) for name in WHO]
    for page, user, _, status in combinations(pages_of("heroes", Deed), deed, people, {}):
        who = user.username if user else "anonymous"
        assert table[f"/heroes{page.rule}"][who] == status, (page.rule, who)


def test_of_two_main_steps_one_is_filled(as_user, bring):
    page = as_user("district").page(f"/heroes/deeds/{bring('investigating').id}")
    steps = page.tree.xpath("//div[@class='next-actions']/a")
    assert {"调查笔录", "登记证据"} <= {each.xpath("string()").strip() for each in steps}
    assert len(page.tree.xpath("//main//*[contains(@class, 'btn-primary')]")) == 1
