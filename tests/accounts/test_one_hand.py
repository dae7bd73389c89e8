"""One hand: what was done in the office of somebody on leave, its owner does not check, and the other way round; it says 代 everywhere."""

from datetime import timedelta

import pytest
from flask import g
from sqlalchemy import select

from plugins.briefs.choices import SIGN
from portal import clock
from portal.accounts import delegation, verbs
from portal.accounts.hands import key_of, one_hand, signature, whose_offices
from portal.accounts.models import Appointment, User
from portal.audit import trail
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed
from portal.extensions import db
from portal.records.export_request import APPROVE, ExportRequest
from portal.testing import factories

pytestmark = pytest.mark.database
DAY = timedelta(days=1)


@pytest.fixture
def stand_in(cast):
    """`stand_in("director", "mediator")`: from today on, for three days."""

    def make(owner: str, other: str) -> Appointment:
        office, start = cast[owner].appointments[0], clock.today()
        made = delegation.hand_over(office, cast[other], start, start + 2 * DAY, reason="休假", by=cast[owner])
        db.session.commit()
        return made

    return make


@pytest.fixture
def triaged(cast, stand_in):
    """A case that the mediator, who may not by his own office, triaged for the director."""
    case = factories.case(cast.taixing, by=cast.clerk)
    stand_in("director", "mediator")
    case.triage(kind="0701", level="minor", by=cast.mediator)
    db.session.commit()
    return case


def hand(case, user: User, maker: User, permission: str) -> str:
    return one_hand(user, maker.id, key_of(case), lambda: case.allows(user, permission))


def test_the_owner_is_one_with_whoever_acted_in_the_office(triaged, cast):
    assert hand(triaged, cast.director, cast.mediator, "cases.resolve") == "调解员老李代您办的"
    assert not hand(triaged, cast.clerk, cast.mediator, "cases.resolve"), "another clerk is another person"


def test_nothing_stands_between_them_on_another_record(triaged, cast):
    other = factories.case(cast.taixing, by=cast.clerk)
    assert not hand(other, cast.director, cast.mediator, "cases.resolve")


def test_whoever_stands_in_is_one_with_the_owner_only_as_far_as_the_office_is_needed(stand_in, cast):
    case = factories.case(cast.taixing, by=cast.director)
    stand_in("director", "mediator")
    assert hand(case, cast.mediator, cast.director, "cases.resolve") == "现在代主任老张办事"
    assert not hand(case, cast.mediator, cast.director, "cases.handle"), "a mediator handles cases of his own right"


def test_the_next_who_stands_in_does_not_check_what_the_last_did_for_the_same(triaged, cast):
    delegation.call_back(delegation.handed_over(cast.director)[0], by=cast.director)
    other, today = verbs.open_account("next", "调解员老王", None, "mediator", cast.street, by=None), clock.today()
    delegation.hand_over(cast.director.appointments[0], other, today, today, reason="休假", by=cast.director)
    assert hand(triaged, other, cast.mediator, "cases.resolve") == "调解员老李代办的"


def test_papers_name_both(triaged, cast):
    assert signature(triaged, cast.mediator, "triage") == "调解员老李（代主任老张）"
    assert signature(triaged, cast.mediator, "register") == "调解员老李"
    assert whose_offices(triaged, "triage") == {cast.mediator.id: "主任老张"}


def test_the_trail_says_for_whom(triaged, cast):
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "account_act_for")).one()
    assert (told.actor_id, told.detail, told.subject_id) == (cast.mediator.id, "代主任老张：受理分流", str(triaged.id))


def test_a_page_that_only_the_held_office_opens_is_noted_for_its_owner(as_user, cast, stand_in):
    stand_in("director", "mediator")
    mediator = as_user("mediator")
    assert mediator.get("/cases/export.csv?export_purpose=核对月报").status_code == 200
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).one()
    assert told.detail.startswith("代主任老张：")


def test_what_is_told_may_begin_with_the_word_that_marks_for_whom(app, cast, stand_in):
    stand_in("director", "mediator")
    with app.test_request_context(method="POST"):
        g.permission = APPROVE
        trail.record("print", actor=cast.mediator, unit=cast.street, detail="代管结束")
        trail.record("print", actor=cast.mediator, unit=cast.street, detail="代管结束", whose="")
        db.session.commit()
    told = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "print").order_by(AuditEntry.id))
    assert told.all() == ["代主任老张：代管结束", "代管结束"]


def asked_by(user: User, cast) -> ExportRequest:
    about = {"list": "cases", "title": "事项", "form": "csv", "query": "", "condition": "", "count": 9, "counter": "件"}
    return ExportRequest.ask(cast.street, days=3, right="cases.export", by=user, purpose="核对", **about)


def test_an_owner_does_not_approve_what_was_asked_for_in_the_office(cast, stand_in):
    stand_in("director", "mediator")
    asked = asked_by(cast.mediator, cast)
    db.session.commit()
    assert not asked.may_be_decided_by(cast.director)
    waiting = db.session.scalars(ExportRequest.waiting_for(cast.director, "second")).all()
    assert asked not in waiting, "nor does it stand on the list of what waits"
    with pytest.raises(NotAllowed, match="由他代办的也一样"):
        asked.approve(by=cast.director)
    asked.approve(by=cast.district)


def test_whoever_stands_in_does_not_approve_what_the_owner_asked_for(cast, stand_in):
    asked = asked_by(cast.director, cast)
    stand_in("director", "mediator")
    assert cast.mediator.can(APPROVE, cast.street)
    assert not asked.may_be_decided_by(cast.mediator)
    assert asked not in db.session.scalars(ExportRequest.waiting_for(cast.mediator, "second")).all()


def test_on_the_desk_stands_what_waits_for_the_owner_and_not_what_the_same_hand_made(as_user, cast, stand_in):
    asked_by(cast.director, cast), asked_by(cast.clerk, cast)
    stand_in("director", "mediator")
    assert "导出待审批 1" in as_user("mediator").page("/").text, "the one of the clerk, and not that of the director"


def test_only_what_was_needed_counts_as_acting_for(cast, stand_in):
    stand_in("director", "mediator")
    with cast.mediator.acting_for(None):
        assert not cast.mediator.can(SIGN)
        assert cast.mediator.owners == []
    assert cast.mediator.owners == [cast.director.id]
    assert cast.mediator.persons == [cast.mediator.id, cast.director.id]
