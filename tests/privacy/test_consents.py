"""同意: what a resident agreed to, for a purpose that is said, until it is taken back; a child's is given by the guardian."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.people import data_rights
from portal.people.models import Person
from portal.privacy.consents import Consent
from portal.testing import factories
from portal.workdays.arithmetic import years_after

pytestmark = pytest.mark.database


@pytest.fixture
def person(cast) -> Person:
    who = factories.resident(cast.taixing)
    db.session.commit()
    return who


@pytest.fixture
def give(cast, person):
    """`give(until=…)`: a consent to photos, entered by the clerk."""

    def given(by: str = "clerk", **more) -> Consent:
        told = {"scope": "public", "purpose": "活动照片公示", "given_by": "self", "how": "paper"}
        return Consent.give(person, **(told | {"given_on": clock.today(), "until": None} | more), by=cast[by])

    return given


def test_it_holds_until_it_is_taken_back_and_the_trail_says_both(give, cast):
    made = give()
    assert (made.holds, made.told) == (True, "本人书面")
    made.withdraw(by=cast.clerk)
    assert not made.holds
    with pytest.raises(WrongState, match="撤回"):
        made.withdraw(by=cast.clerk)
    told = select(AuditEntry.action).where(AuditEntry.action.startswith("person_consent")).order_by(AuditEntry.id)
    assert db.session.scalars(told).all() == ["person_consent", "person_consent_end"]


def test_it_ends_on_its_day(give):
    made = give(until=clock.today())
    assert made.holds
    with clock.pretend(clock.now() + timedelta(days=1)):
        assert made.state_name == "已到期"
    with pytest.raises(RuleError, match="早于同意的日期"):
        give(until=clock.today() - timedelta(days=1))


def test_what_holds_today_stands_on_the_page_of_the_resident(as_user, give, person):
    at, clerk = f"/people/{person.id}", as_user("clerk")
    give(until=clock.today() - timedelta(days=1), given_on=clock.today() - timedelta(days=9))
    db.session.commit()
    assert "有效的同意" not in clerk.page(at).text
    give(until=clock.today())
    db.session.commit()
    assert f"活动照片公示（公开（单独同意）），{clock.today()} 到期" in clerk.page(at).text


def test_for_a_child_the_guardian_agrees(give, person):
    person.birth_date = years_after(clock.today(), -13)
    with pytest.raises(RuleError, match="由监护人同意"):
        give()
    assert give(given_by="guardian").holds


def test_nothing_is_agreed_to_while_the_data_is_restricted_or_by_others(give, person):
    with pytest.raises(NotAllowed):
        give(by="outsider")
    person.restricted_at = clock.now()
    with pytest.raises(RuleError, match="限制处理"):
        give()


def test_it_is_taken_back_where_the_resident_lives_now(give, cast, person):
    made = give()
    person.place(cast.other_street)
    there = cast.outsider
    there.appointments.append(Appointment(unit_id=cast.other_street.id, role="clerk"))
    db.session.flush()
    with pytest.raises(NotAllowed):
        made.withdraw(by=cast.clerk)
    made.withdraw(by=there)
    assert db.session.scalars(select(AuditEntry.unit_id).order_by(AuditEntry.id.desc())).first() == person.unit_id


@pytest.mark.parametrize("role", ["clerk", "director"])
def test_it_is_taken_back_by_the_page_while_the_data_is_restricted_and_none_is_given(as_user, give, person, role):
    made = give()
    db.session.commit()
    staff, address = as_user(role), f"/people/{person.id}/consents"
    before = staff.page(address)
    person.restricted_at = clock.now()
    db.session.commit()
    assert staff.fill(before, address, scope="plain", purpose="报名", given_by="self", how="paper").status == 403
    assert address in staff.page(f"/people/{person.id}").links()
    page = staff.page(address)
    assert (person.name in page.text, "登记同意的" in page.text) == (False, False)
    staff.fill(page, f"{address}/{made.id}/withdrawal")
    db.session.expire_all()
    assert not made.holds


def test_it_is_in_the_own_copy_and_gone_with_an_erasure(give, cast, person):
    give()
    assert data_rights.export(person, by=cast.director)["内容"]["同意"][0]["用途"] == "活动照片公示"
    assert "登记的 1 条同意已删除。" in data_rights.erase(person, "本人申请", by=cast.director)
    assert db.session.scalars(select(Consent)).all() == []


def test_by_the_page(as_user, person):
    clerk, address = as_user("clerk"), f"/people/{person.id}/consents"
    assert address in clerk.page(f"/people/{person.id}").links()
    typed = {"scope": "sensitive", "purpose": "15272219570101997X", "given_by": "self", "how": "paper"}
    refused = clerk.fill(clerk.page(address), address, **typed)
    assert (refused.status, db.session.scalar(select(Consent.id))) == (422, None)
    page = clerk.fill(refused, address, **(typed | {"purpose": "登记过敏史，安排就餐"}))
    assert "登记过敏史，安排就餐" in page.text
    one = db.session.scalars(select(Consent.id)).one()
    assert "撤回" in clerk.fill(page, f"{address}/{one}/withdrawal").text
    assert as_user("outsider").get(address).status_code == 404
