"""What cannot wait is begun at once: approved within a day, and over by itself."""

from datetime import timedelta

import pytest

from plugins.duty_lists.nightly import end_what_is_over
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.plugin.hookspecs import Context

pytestmark = pytest.mark.database


@pytest.fixture
def urgent(cast, task):
    made = task("暴雪清雪", sender="旗应急管理局")
    made.take_urgently("今晚暴雪。", by=cast.clerk)
    return made


@pytest.fixture
def run(cast):
    """What the hourly job does in 达拉特旗."""
    return lambda: end_what_is_over(Context(cast.county, None, clock.now()), lambda done, total: None)


def test_nobody_approved_it_in_time(urgent, run):
    with clock.pretend(clock.now() + timedelta(hours=23)):
        assert run() == "应急失效 0 件，准入到期 0 件。"
    with clock.pretend(clock.now() + timedelta(hours=25)):
        assert run() == "应急失效 1 件，准入到期 0 件。"
    assert (urgent.status, urgent.events[-1].note) == ("lapsed", "超过补批时间，没有补批。")


def test_too_late_it_is_not_approved(cast, urgent):
    with clock.pretend(clock.now() + timedelta(hours=25)), pytest.raises(RuleError, match="补批的时间已过"):
        urgent.approve_urgent(clock.today(), by=cast.district)


def test_it_lasts_fifteen_days_at_most(cast, urgent):
    with pytest.raises(RuleError, match="最多 15 日"):
        urgent.approve_urgent(clock.today() + timedelta(days=16), by=cast.district)
    urgent.approve_urgent(clock.today() + timedelta(days=15), by=cast.district)
    assert urgent.status == "urgent_agreed"


def test_it_ends_on_the_day_after_its_last(cast, urgent, run):
    urgent.approve_urgent(last := clock.today() + timedelta(days=3), by=cast.district)
    with clock.pretend(clock.now() + timedelta(days=3)):
        run()
        assert urgent.status == "urgent_agreed"
    with clock.pretend(clock.now() + timedelta(days=4)):
        run()
    assert (urgent.status, urgent.events[-1].note) == ("lapsed", f"{last} 到期。")


def test_the_street_does_not_approve_its_own(cast, urgent):
    with pytest.raises(NotAllowed):
        urgent.approve_urgent(clock.today(), by=cast.director)


def test_a_district_may_only_be_stricter(decide):
    decide(urgent_hours="12")
    with pytest.raises(RuleError):
        decide(urgent_hours="48")
