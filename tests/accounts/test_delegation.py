"""代办: whoever is on leave lets another hold the office from one day to another; it ends by itself, and evades nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts import apart, delegation, verbs
from portal.accounts.models import Appointment, User
from portal.audit.models import AuditEntry
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records.mounted import all_mounted
from portal.records.mounting import StepPages
from portal.testing import factories

pytestmark = pytest.mark.database
DAY = timedelta(days=1)


@pytest.fixture
def stand_in(cast):
    """`stand_in("director", "mediator", days=3)`: from today on."""

    def make(owner: str, other: str, days: int = 3, begins: int = 0) -> Appointment:
        office, start = cast[owner].appointments[0], clock.today() + begins * DAY
        made = delegation.hand_over(office, cast[other], start, start + (days - 1) * DAY, reason="休假", by=cast[owner])
        db.session.commit()
        return made

    return make


def test_whoever_stands_in_may_what_the_office_may_and_not_longer(cast, stand_in):
    before = cast.mediator.permissions
    stand_in("director", "mediator", days=3)
    assert cast.mediator.permissions >= cast.director.permissions
    with clock.pretend(clock.now() + 3 * DAY):
        assert db.session.get(User, cast.mediator.id).permissions == before


def test_it_begins_on_its_day(cast, stand_in):
    before = cast.mediator.permissions
    stand_in("director", "mediator", begins=2)
    assert cast.mediator.permissions == before


def test_what_is_done_in_the_office_of_another_says_so(cast, stand_in):
    case = factories.case(cast.taixing, by=cast.clerk)
    stand_in("director", "mediator")
    case.triage(kind="0701", level="minor", by=cast.mediator)
    db.session.commit()
    assert any(each.note.startswith("代主任老张办理。") for each in case.events if each.actor == cast.mediator)


def test_what_an_own_office_gives_is_done_in_ones_own_name(cast, stand_in):
    stand_in("director", "mediator")
    case = factories.case(cast.taixing, by=cast.mediator)
    assert not any("代主任" in each.note for each in case.events)


def test_whoever_made_something_does_not_check_it_for_another(cast, stand_in):
    stand_in("director", "mediator")
    pages = [page for each in all_mounted(StepPages) for page in each.pages]
    step = next(step for page in pages for step in page.steps if step.not_by)
    record = type("Row", (), dict.fromkeys(step.not_by, cast.mediator.id))()
    assert step.taken_before(cast.mediator, record), "by whom it was made is asked of the person, not of the office"


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_administers_and_who_audits_hand_nothing_over(cast, role):
    assert delegation.offices_to_hand_over(cast[role]) == []
    day = clock.today()
    with pytest.raises(WrongState):
        delegation.hand_over(cast[role].appointments[0], cast.clerk, day, day, reason="x", by=cast[role])


def test_what_is_held_for_another_is_not_handed_on(cast, stand_in):
    held = stand_in("director", "mediator")
    assert held not in delegation.offices_to_hand_over(cast.mediator)


@pytest.mark.parametrize(
    ("other", "begins", "days", "at"),
    [("outsider", 0, 3, "to"), ("director", 0, 3, "to"), ("mediator", -1, 3, "begins"), ("mediator", 0, 400, "ends")],
)
def test_what_does_not_fit_is_refused_in_words(cast, stand_in, other, begins, days, at):
    with pytest.raises(RuleError) as refused:
        stand_in("director", other, days=days, begins=begins)
    assert refused.value.at == at


def test_two_do_not_stand_in_on_the_same_day(cast, stand_in):
    stand_in("director", "mediator", days=3)
    with pytest.raises(RuleError, match="已经请了人代办"):
        stand_in("director", "clerk", begins=2)
    assert stand_in("director", "clerk", begins=3)


def test_what_is_kept_apart_is_not_brought_together(cast, stand_in, appointed):
    appointed("zhou", ("auditor", cast.county))
    zhou = db.session.query(User).filter_by(username="zhou").one()
    office, day = cast.director.appointments[0], clock.today()
    with pytest.raises(RuleError, match="不能由同一个人担任") as refused:
        delegation.hand_over(office, zhou, day, day, reason="x", by=cast.director)
    assert refused.value.at == "to"


def test_whose_account_it_is_comes_first(cast, stand_in):
    cast.director.handed_at = clock.now()
    with pytest.raises(RuleError, match="确认您的账号以前") as refused:
        stand_in("director", "mediator")
    assert refused.value.at == "office"


def test_it_ends_with_the_office(cast, stand_in):
    held = stand_in("director", "mediator", days=30)
    verbs.end(cast.director.appointments[0], clock.today() + 5 * DAY, by=None)
    assert held.valid_until == clock.today() + 5 * DAY
    verbs.close(cast.director, "调离", by=None)
    assert held.is_over(clock.today())


def test_a_last_day_of_the_office_is_told_of_whoever_stands_in(cast, stand_in):
    held, before = stand_in("director", "mediator", days=30), clock.today() + 29 * DAY
    verbs.end(cast.director.appointments[0], clock.today() + 5 * DAY, by=None)
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "account_delegate_end")).one()
    assert told.changed == [["任职到", str(before), str(held.valid_until)]]


def test_what_would_begin_after_the_last_day_of_the_office_ends_now(cast, stand_in):
    held = stand_in("director", "mediator", begins=8)
    verbs.end(cast.director.appointments[0], clock.today() + 5 * DAY, by=None)
    assert held.valid_until == clock.today() - DAY


def test_what_ends_before_the_office_stays_as_it_is(cast, stand_in):
    held = stand_in("director", "mediator", days=3)
    verbs.end(cast.director.appointments[0], clock.today() + 5 * DAY, by=None)
    assert held.valid_until == clock.today() + 2 * DAY
    assert "account_delegate_end" not in db.session.scalars(select(AuditEntry.action)).all()


def test_a_grid_worker_gets_no_full_numbers_by_standing_in(cast, stand_in):
    with pytest.raises(RuleError, match="“查看完整个人信息”不能由他代：网格员在外面用手机办事"):
        stand_in("clerk", "grid")
    assert not cast.grid.can("people.reveal")


def test_one_who_works_at_the_desk_as_well_stands_in(cast, stand_in):
    verbs.appoint(cast.grid, "clerk", cast.taixing, by=None)
    assert stand_in("director", "grid").counts


def test_what_opens_no_full_number_is_withheld_from_no_grid_worker(cast):
    assert not apart.withheld_from(["grid"], ("grid", cast.taixing))


def test_it_ends_with_the_own_office_that_may_see_what_it_opens(cast, stand_in):
    own = verbs.appoint(cast.grid, "clerk", cast.taixing, by=None)
    held = stand_in("director", "grid")
    verbs.end(own, None, by=None)
    assert held.is_over(clock.today())
    assert not cast.grid.can("people.reveal")


def test_on_the_page_it_is_handed_over_and_called_back(as_user, cast):
    director, mediator = as_user("director"), as_user("mediator")
    today = clock.today()
    page = director.fill(
        director.page("/account/delegation"), to="mediator", begins=str(today), ends=str(today + DAY), reason="外出学习"
    )
    assert "调解员老李" in page.text
    assert "您正在代办昭君街道中心主任（代主任老张）" in mediator.page("/").text
    back = next(each for each in page.links() if each.endswith("/end"))
    assert mediator.get(back).status_code == 404, "whose office it is calls it back"
    director.fill(director.page(back))
    assert "您正在代办" not in mediator.page("/").text


def test_a_name_that_is_none_and_days_that_are_none_are_said_at_their_boxes(as_user, cast):
    director = as_user("director")
    page = director.page("/account/delegation")
    assert director.fill(page, to="nobody", begins="今天", ends="", reason="x").status == 422
    refused = director.fill(page, to="outsider", begins=str(clock.today()), ends=str(clock.today()), reason="x")
    assert "本单位和上下级单位没有这个账号" in refused.text
