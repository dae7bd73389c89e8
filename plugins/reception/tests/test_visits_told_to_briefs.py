"""研判 is told how many came to the windows of a unit, and what became of it."""

import pytest

from plugins.reception.models import Visit
from portal import clock
from portal.cases.briefing import lines_of
from portal.extensions import db
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database


def told(cast, unit) -> list[str]:
    lines, failed = lines_of(unit, (clock.today(), clock.today()), cast.clerk)
    assert not failed
    return [text for label, text in lines if label == "接访"]


def test_visits_are_counted_with_those_who_came_and_what_became_of_them(cast, visit):
    visit.answer("已当面解释。", by=cast.clerk)
    with_others = {"person": factories.resident(cast.street), "title": "反映噪声", "by": cast.clerk}
    spokesman = [(Contact(name="张建国"), True)]
    Visit.receive(unit=cast.street, people_count=6, speaks=True, companions=spokesman, **with_others)
    db.session.commit()
    assert told(cast, cast.street) == ["来访 2 批，7 人次，当场答复 1 批，集体来访 1 批"]


def test_what_was_entered_by_mistake_is_none_and_elsewhere_nothing_is_told(cast, visit):
    assert told(cast, cast.other_street) == []
    visit.drop("登记错了。", by=cast.clerk)
    db.session.commit()
    assert told(cast, cast.street) == []
