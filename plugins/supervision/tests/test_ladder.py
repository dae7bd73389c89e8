"""提醒 → 催办 → 督办单 → 约谈、通报 → 挂牌: who may ask whom, and how it goes up."""

from datetime import timedelta

import pytest

from plugins.supervision.tests.conftest import AGAIN
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database


def test_the_county_asks_the_department_that_has_the_case(cast, supervise):
    made = supervise()
    assert (made.unit, made.target, made.level_name, made.status) == (
        cast.county,
        cast.labour_bureau,
        "督办单",
        "issued",
    )
    assert made.due_at > clock.now()


def test_it_goes_up_one_rung_at_a_time(cast, supervise):
    made = supervise(level="remind")
    with pytest.raises(RuleError, match="只能升一级") as refused:
        made.raise_to("order", by=cast.district, **AGAIN)
    assert refused.value.at == "level"
    for level in ("urge", "order", "talk", "circular", "listed"):
        made.raise_to(level, by=cast.district, **AGAIN)
    assert made.listed_at
    with pytest.raises(RuleError, match="没有更高"):
        made.raise_to("talk", by=cast.district, **AGAIN)


def test_each_rung_is_answered_anew_in_its_time(cast, supervise):
    made = supervise(level="remind")
    made.answer("正在办理。", by=cast.department)
    made.raise_to("urge", by=cast.district, **AGAIN)
    assert (made.status, made.received_at) == ("issued", None)
    assert [each.level for each in made.rungs] == ["remind", "urge"]


def test_it_does_not_begin_with_what_must_be_raised_to(supervise):
    with pytest.raises(RuleError, match="不能一开始就用"):
        supervise(level="listed")


def test_a_street_does_not_supervise_a_department_of_the_county(cast, supervise):
    with pytest.raises(RuleError, match="不是昭君街道下面的单位") as refused:
        supervise(by=cast.director)
    assert refused.value.at == "target_id"


def test_nobody_supervises_oneself(cast, supervise):
    about = factories.case(cast.street, by=cast.clerk)
    with pytest.raises(RuleError, match="不能由昭君街道督办"):
        supervise(cast.street, by=cast.director, about=about)


def test_who_has_nothing_to_do_with_it_is_not_asked(cast, supervise):
    with pytest.raises(RuleError, match="没有在办这件事"):
        supervise(cast.nangan)


def test_the_unit_in_which_it_lies_answers_for_what_nobody_has_in_hand(cast, supervise):
    about = factories.case(cast.taixing, by=cast.clerk)
    assert supervise(cast.taixing, by=cast.director, about=about).target == cast.taixing


def test_one_case_is_supervised_from_two_levels_but_not_twice_from_one(cast, supervise):
    about = factories.case(cast.taixing, by=cast.clerk)
    by_the_county = supervise(cast.taixing, about=about)
    by_the_street = supervise(cast.taixing, by=cast.director, about=about)
    assert {by_the_county.unit, by_the_street.unit} == {cast.county, cast.street}
    with pytest.raises(RuleError, match="已经就这件事督办"):
        supervise(cast.taixing, about=about)


def test_a_closed_case_is_not_supervised(cast, supervise):
    about = factories.case(cast.taixing, by=cast.clerk)
    about.decline("不属于受理范围。", by=cast.clerk)
    with pytest.raises(RuleError, match="不用督办"):
        supervise(cast.taixing, about=about)


def test_whoever_may_not_oversee_may_not_begin(cast, supervise):
    with pytest.raises(NotAllowed):
        supervise(by=cast.grid)


def test_a_talk_is_minuted_with_whom_it_was(cast, supervise):
    made = supervise()
    made.raise_to("talk", by=cast.district, **AGAIN)
    said = {"place": "会议室", "talked_to": Contact(name="张建国"), "minutes": "承诺三日内办结。"}
    with pytest.raises(RuleError, match="不能早于"):
        made.rung.hold_talk(talked_at=clock.now() - timedelta(days=1), by=cast.district, **said)
    made.rung.hold_talk(talked_at=clock.now(), by=cast.district, **said)
    assert made.latest("talk").talked_at
    assert all("张建国" not in each.note for each in made.events)
