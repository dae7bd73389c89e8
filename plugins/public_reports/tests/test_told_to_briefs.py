"""研判 is told how much was reported in the days it is about, and about what most; never of a tip-off, and of nobody."""

from datetime import timedelta

import pytest

from portal import clock
from portal.cases.briefing import lines_of

pytestmark = pytest.mark.database


def told(cast, unit):
    return lines_of(unit, (clock.today(), clock.today()), cast.clerk)


def test_what_was_reported_on_the_days_is_counted(cast, report):
    for each in range(5):
        report(text=f"{each} 层的灯不亮。")
    report(text="楼下烧烤油烟大。", matter="nuisance")
    said = "来件 6 件，最多的是物业、公共设施 5 件"
    assert told(cast, cast.taixing) == ([("群众反映", said)], [])
    with clock.pretend(clock.now() + timedelta(days=1)):
        assert told(cast, cast.taixing) == ([], [])


def test_elsewhere_nothing_is_told(cast, report):
    report()
    assert told(cast, cast.nangan) == ([], [])


def test_a_tip_off_is_not_counted(cast, report):
    report(tip_off=True)
    assert told(cast, cast.taixing) == ([], [])
