"""Before a rule is changed, the last quarter is reckoned by the old one and the new."""

from datetime import timedelta

import pytest

from plugins.owners_vote.effects import effects
from plugins.owners_vote.samples import VOTES
from plugins.owners_vote.settings import rules_of
from portal import clock
from portal.settings import Settings

pytestmark = pytest.mark.database


def changed(rules: Settings, **values: str) -> Settings:
    return Settings({**rules.values, **values}, rules.origins)


def reckoned(unit, **values: str) -> dict[str, tuple[int, int]]:
    rules, today = rules_of(unit), clock.today()
    span = (today - timedelta(days=100), today + timedelta(days=100))
    table = effects(unit, rules, changed(rules, **values), *span)
    return {each.label: (each.before, each.after) for each in table.lines} if table else {}


def test_a_lift_that_would_not_have_passed(cast, stage):
    VOTES.bring("counted", stage)
    assert reckoned(cast.taixing, owners_grave="all")["业主表决：按民法典口径通过"] == (1, 0)
    told = reckoned(cast.taixing, owners_local_name="两个三分之二")
    assert (told["业主表决：按当地口径通过"], told["业主表决：两个口径不同"]) == ((0, 0), (0, 1))


def test_what_changes_nothing_of_this_shows_nothing(cast):
    assert reckoned(cast.taixing, owners_roll_days="20") == {}
