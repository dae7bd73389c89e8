"""副职: the administrator names who holds an office beside its owner; it lasts as long as the office, and keeps duties apart."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.access.reasons import office_line
from portal.accounts import delegation, verbs
from portal.accounts.models import Appointment
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.testing.statements import statements

pytestmark = pytest.mark.database
DAY = timedelta(days=1)


@pytest.fixture
def deputy(cast):
    """`deputy("director", "mediator")`: without an end."""

    def make(owner: str, other: str, begins: int = 0, ends: int | None = None, by: str = "administrator"):
        first = clock.today() + begins * DAY
        last = None if ends is None else clock.today() + ends * DAY
        made = delegation.name_deputy(
            cast[owner].appointments[0], cast[other], first, last, reason="AB 岗", by=cast[by]
        )
        db.session.commit()
        return made

    return make


def test_a_deputy_may_what_the_office_may_and_says_whose_it_is(cast, deputy):
    made = deputy("director", "mediator")
    assert cast.mediator.permissions >= cast.director.permissions
    assert (made.valid_until, made.role_name) == (None, "中心主任（主任老张的副职）")


def test_it_ends_with_the_office(cast, deputy):
    made = deputy("director", "mediator")
    verbs.close(cast.director, "调离", by=None)
    assert made.is_over(clock.today())


def test_whoever_loses_the_own_office_holds_none_for_others(cast, deputy):
    made = deputy("director", "mediator")
    verbs.end(cast.mediator.appointments[0], None, by=cast.administrator)
    assert made.is_over(clock.today())
    assert not cast.mediator.permissions


def test_what_is_held_for_others_does_not_count_after_the_last_day_of_the_own_office(cast, deputy):
    made = deputy("director", "mediator")
    verbs.end(cast.mediator.appointments[0], clock.today() + DAY, by=cast.administrator)
    assert made in cast.mediator.current_appointments
    with clock.pretend(clock.now() + 2 * DAY):
        assert made not in cast.mediator.current_appointments


def test_nor_after_moving_to_another_county(cast, deputy):
    made = deputy("director", "mediator")
    cast.mediator.appointments[0].unit = cast.outsider.units[0]
    assert not made.counts
    assert "代别人的不起作用" in office_line(made, "cases.triage").said


def test_what_one_holds_for_another_is_no_own_office_near(cast, deputy):
    deputy("director", "mediator")
    cast.mediator.appointments[0].unit = cast.outsider.units[0]
    with pytest.raises(RuleError, match="没有这个账号"):
        deputy("clerk", "mediator")


def test_locking_an_account_ends_what_stands_in_for_it(cast, deputy):
    made = deputy("director", "mediator")
    verbs.lock(cast.director, "停职检查", by=cast.administrator)
    assert made.is_over(clock.today())
    assert not cast.director.appointments[0].is_over(clock.today())
    assert deputy("director", "clerk")


def test_an_office_that_ends_some_day_has_a_deputy_until_then(cast, deputy):
    cast.director.appointments[0].valid_until = clock.today() + 9 * DAY
    assert deputy("director", "mediator").valid_until == clock.today() + 9 * DAY


@pytest.mark.parametrize(
    ("again", "at"),
    [
        ({"other": "clerk", "begins": 3}, "begins"),
        ({"other": "mediator", "begins": 3}, "to"),
        ({"other": "outsider"}, "to"),
        ({"other": "director"}, "to"),
        ({"other": "clerk", "begins": -1}, "begins"),
        ({"other": "clerk", "begins": 5, "ends": 4}, "ends"),
    ],
)
def test_what_overlaps_or_does_not_fit_is_refused_at_the_field(cast, deputy, again, at):
    deputy("director", "mediator")
    with pytest.raises(RuleError) as refused:
        deputy("director", **again)
    assert refused.value.at == at


def test_on_leave_another_than_the_deputy_may_stand_in(cast, deputy):
    deputy("director", "mediator")
    day, office = clock.today(), cast.director.appointments[0]
    assert delegation.hand_over(office, cast.clerk, day, day, reason="休假", by=cast.director)


def test_those_who_administer_and_audit_have_none(cast, deputy):
    with pytest.raises(NotAllowed):
        deputy("auditor", "clerk")
    with pytest.raises(WrongState):
        delegation.name_deputy(cast.auditor.appointments[0], cast.clerk, clock.today(), None, reason="x", by=None)


def test_only_the_administrator_of_the_place_names_one(deputy):
    with pytest.raises(NotAllowed):
        deputy("director", "mediator", by="director")


def test_a_deputy_is_not_called_back_by_the_owner(cast, deputy):
    with pytest.raises(WrongState, match="由管理员终止"):
        delegation.call_back(deputy("director", "mediator"), by=cast.director)


def test_on_the_page_of_the_account_one_is_named_and_ended(as_user, cast):
    admin, office = as_user("administrator"), cast.director.appointments[0]
    at = f"/accounts/{cast.director.id}"
    step = next(each for each in admin.page(at).links() if each.endswith("/deputy"))
    assert step == f"{at}/appointments/{office.id}/deputy"
    given = {"begins": str(clock.today()), "ends": "", "reason": "AB 岗安排"}
    assert "本单位和上下级单位没有这个账号" in admin.fill(admin.page(step), to="nobody", **given).text
    offered = admin.page(step).tree.xpath("//datalist/option/text()")
    [chosen] = [each for each in offered if each.endswith("（mediator）")]
    assert not [each for each in offered if "（director）" in each or "（auditor）" in each]
    admin.fill(admin.page(step), to=chosen, **given)
    assert "主任老张的副职" in admin.page(f"/accounts/{cast.mediator.id}").text
    assert "主任老张的副职" in as_user("mediator").page("/").text
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "account_deputy")).one()
    assert told.changed[0][:2] == ["任职", ""]
    held = db.session.scalars(select(Appointment).where(Appointment.deputy)).one()
    page = admin.page(at)
    assert f"副职：{cast.mediator.name}，和本任职一起结束" in page.text
    ending = f"/accounts/{held.user_id}/appointments/{held.id}/ending"
    assert ending in page.links()
    admin.fill(admin.page(ending), last_day="")
    assert held.is_over(clock.today())
    assert "和本任职一起结束" not in admin.page(at).text


def test_two_offices_in_one_unit_are_one_unit_to_work_in(as_user, cast):
    verbs.appoint(cast.mediator, "clerk", cast.mediator.units[0], by=None)
    db.session.commit()
    assert "换到另一个单位工作" not in as_user("mediator").page("/account").text


def test_an_office_given_on_the_page_has_its_days_and_none_twice(as_user, cast):
    admin, at = as_user("administrator"), f"/accounts/{cast.mediator.id}/appointments/new"
    first, last = clock.today() + DAY, clock.today() + 9 * DAY
    given = {"role": "clerk", "unit_id": str(cast.street.id), "begins": str(first), "last_day": str(last)}
    admin.fill(admin.page(at), **given)
    made = cast.mediator.appointments[-1]
    assert (made.role, made.valid_from, made.valid_until) == ("clerk", first, last)
    again = admin.fill(admin.page(at), **given | {"begins": str(last), "last_day": ""})
    assert again.status == 422
    assert "同一任职的日期不能重叠" in again.text
    over = admin.fill(admin.page(at), **given | {"begins": str(last), "last_day": str(first)})
    assert (over.status, "结束日期不能更早" in over.text) == (422, True)


def test_the_list_of_accounts_asks_no_more_for_a_deputy_of_somebody_who_is_not_on_it(as_user, cast, deputy):
    admin, at = as_user("administrator"), "/accounts?role=mediator"
    admin.page(at)
    with statements() as without:
        admin.page(at)
    deputy("director", "mediator")
    with statements() as asked:
        shown = admin.page(at).text
    assert "主任老张的副职" in shown
    assert cast.director.username not in shown
    assert len(asked) == len(without)
