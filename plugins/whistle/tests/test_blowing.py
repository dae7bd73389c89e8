"""吹哨: who may, about what, whom; what the departments get."""

from datetime import timedelta

import pytest

from plugins.whistle.choices import EMERGENCY
from plugins.whistle.models import Whistle
from plugins.whistle.settings import KEY
from portal import clock
from portal.accounts import delegation
from portal.accounts.hands import signature
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database


def test_the_head_of_the_street_approves_and_the_department_has_the_case_in_hand(cast, case, blow):
    whistle = blow()
    assert (whistle.status, case.in_hand) == ("asked", [])
    whistle.approve(by=cast.director)
    assert whistle.status == "blown"
    assert [(str(each.unit), each.role_name) for each in case.in_hand] == [
        ("昭君街道", "主办"),
        ("达拉特旗人力资源和社会保障局", "应哨"),
    ]


def test_whoever_blew_it_does_not_approve_it(cast, blow):
    whistle = blow()
    with pytest.raises(NotAllowed):
        whistle.approve(by=cast.clerk)


def test_what_the_head_blows_is_out_at_once(out):
    assert out.status == "blown"
    assert out.come_by > clock.now()


def test_an_emergency_waits_for_nobody_where_the_district_says_so(cast, blow):
    change(KEY, cast.county, {"approval": ["but_emergency"]}, by=cast.district, reason="测试")
    whistle = blow(kind=EMERGENCY)
    assert (whistle.status, whistle.approved_by) == ("blown", None)
    assert whistle.come_by <= clock.now() + timedelta(hours=1)


def test_a_unit_that_leads_goes_on_leading(cast, case, blow):
    case.assign(cast.taixing, by=cast.clerk)
    blow(by=cast.director)
    assert [each.role_name for each in case.in_hand] == ["主办", "应哨"]


def test_a_department_that_has_the_case_keeps_what_it_has(cast, case, blow):
    held = case.assign(cast.labour_bureau, by=cast.clerk)
    assert [each.assignment for each in blow(by=cast.director).calls] == [held]


@pytest.mark.parametrize("place", ["street", "taixing"])
def test_nobody_whistles_for_oneself(cast, blow, place):
    with pytest.raises(RuleError, match="不用吹哨") as refused:
        blow(getattr(cast, place))
    assert refused.value.at == "calls"


def test_a_closed_office_cannot_be_called(cast, housing, blow):
    housing.closed_on = clock.today()
    with pytest.raises(RuleError, match="撤销") as refused:
        blow(housing)
    assert refused.value.at == "calls"


def test_an_office_of_another_district_cannot_be_called(cast, blow):
    with pytest.raises(RuleError, match="不在本旗县区"):
        blow(cast.outside_street)


def test_a_department_stands_on_one_line(cast, blow):
    with pytest.raises(RuleError, match="两遍"):
        blow(cast.labour_bureau, cast.labour_bureau)


def test_a_closed_case_is_not_whistled_for(cast, case, blow):
    case.resolve("已经办好。", by=cast.clerk)
    with pytest.raises(RuleError, match="不能再吹哨"):
        blow()


def test_a_case_that_nobody_accepted_is_not_whistled_for(cast, blow):
    case = factories.case(cast.taixing, by=cast.clerk)
    with pytest.raises(RuleError, match="还没有受理"):
        Whistle.blow(case, calls=[], by=cast.clerk, kind="demand", need="", place_of_meeting="")


def test_a_case_has_one_whistle_at_a_time(out, blow):
    with pytest.raises(RuleError, match="已经吹哨"):
        blow()


def test_a_case_of_another_district_is_not_whistled_for(cast):
    case = factories.case(cast.outside_street, by=cast.outsider)
    with pytest.raises(NotAllowed, match="不能为这件事吹哨"):
        Whistle.blow(case, calls=[], by=cast.clerk, kind="demand", need="", place_of_meeting="")


def test_a_community_blows_where_the_district_lets_it(cast, case, blow):
    cast.clerk.appointments[0].unit_id = cast.taixing.id
    db.session.commit()
    with pytest.raises(RuleError, match="由乡镇、街道发起"):
        blow()
    change(KEY, cast.county, {"callers": ["community"]}, by=cast.district, reason="测试")
    assert blow().unit == cast.taixing


def test_a_time_that_is_over_is_not_sent_out(cast, blow):
    whistle = blow(meet_at=clock.now() + timedelta(hours=1))
    with clock.pretend(clock.now() + timedelta(hours=2)), pytest.raises(RuleError, match="已经过了"):
        whistle.approve(by=cast.director)


@pytest.fixture
def standing_in(cast):
    """`standing_in("clerk")` for the director, today."""

    def make(who: str) -> None:
        office, day = cast.director.appointments[0], clock.today()
        delegation.hand_over(office, cast[who], day, day, reason="休假", by=cast.director)
        db.session.commit()

    return make


def test_a_clerk_who_stands_in_for_the_head_does_not_approve_the_own_whistle(blow, cast, standing_in):
    standing_in("clerk")
    whistle = blow(by=cast.clerk)
    assert whistle.status == "asked", (
        "blown by the own office, approved by that of the director, it would be seen by one person"
    )
    assert not Whistle.approve.is_open_to(cast.clerk, whistle)
    assert Whistle.approve.is_open_to(cast.director, whistle)


def test_what_is_blown_for_the_head_in_everything_is_out_at_once_and_signed_so(blow, cast, standing_in):
    standing_in("mediator")
    whistle = blow(by=cast.mediator)
    assert whistle.status == "blown"
    assert whistle.events[0].note.startswith("代主任老张办理。")
    assert signature(whistle, whistle.blown_by, "blow") == f"{cast.mediator.name}（代主任老张）"
