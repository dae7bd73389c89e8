"""Before a rule is changed, the last quarter is reckoned by the old one and the new."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.village_affairs.effects import effects
from plugins.village_affairs.models.matter import VillageMatter
from plugins.village_affairs.samples import MATTERS
from plugins.village_affairs.settings import rules_of
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


def test_a_meeting_that_would_have_been_none(cast, stage, village):
    stage = replace(stage, unit=village)
    few = {VillageMatter.resolve: {"present": 30, "agreed": 30, "against": 0, "abstained": 0}}
    MATTERS.bring("resolved", stage, given=few)
    assert reckoned(village, village_representatives="half") == {"村级事项：决议通过": (1, 1)}
    assert reckoned(village, village_passing="two_thirds") == {"村级事项：决议通过": (1, 1)}


def test_what_changes_nothing_of_this_shows_nothing(cast):
    assert reckoned(cast.taixing, procedure="协商") == {}
