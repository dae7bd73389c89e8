"""Where 村级事务 meets the core: a line above the desk at the end of a quarter, and what keeps it from being switched on."""

from datetime import datetime

import pytest

from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin_admin.switching import Wish, plan

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("day", "told"), [((2026, 9, 20), ""), ((2026, 9, 21), "2026-09-30"), ((2026, 12, 31), "2026-12-31")]
)
def test_the_last_days_of_a_quarter_are_told_to_those_who_publish(as_user, cast, day, told):
    with clock.pretend(datetime(*day, 9, tzinfo=clock.SHANGHAI)):
        said = {who: "村务公开最迟" in as_user(who).page("/").text for who in ("clerk", "grid")}
        assert said == {"clerk": bool(told), "grid": False}
        assert told in as_user("clerk").page("/").text


def test_a_place_that_is_neither_a_village_nor_a_community_cannot_have_it(cast):
    odd = OrgUnit.create(kind="community", name="园区工作站", parent=cast.street)
    db.session.flush()
    (objection,) = plan(Wish(plugin="village_affairs", unit=odd, state="on"), by=None).objections
    assert "看不出是村还是社区" in objection
    assert plan(Wish(plugin="village_affairs", unit=cast.taixing, state="on"), by=None).objections == []
