"""口头协议: where nobody wants it in writing, it is in force from the day on which it was reached (人民调解法 §28, §30)."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.errors import RuleError
from portal.extensions import db


def url(dispute, noun: str) -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}"


@pytest.fixture
def oral(written, cast) -> Dispute:
    written.agree_orally(clock.today(), checked=written.doubts, by=cast.mediator)
    db.session.commit()
    return written


def test_it_is_in_force_from_the_day_it_was_reached_without_signature_seal_or_scan(oral):
    assert (oral.status, oral.agreement.effective_on, oral.agreement.signatures) == ("effective", clock.today(), [])


def test_it_is_performed_and_visited_as_any_other(oral, cast):
    for each in oral.agreement.instalments:
        oral.pay(each, clock.today(), by=cast.mediator)
    assert oral.agreement.unpaid == []
    assert oral.case.due_at is not None


def test_it_cannot_be_reached_before_the_first_sitting(written, cast):
    with pytest.raises(RuleError, match="第一次调解是"):
        written.agree_orally(clock.today() - timedelta(days=1), by=cast.mediator)


def test_it_cannot_be_reached_after_all_was_to_be_performed(written, cast):
    for each in written.agreement.instalments:
        each.due_on = clock.today() - timedelta(days=1)
    with pytest.raises(RuleError, match="早于达成日期"):
        written.agree_orally(clock.today(), by=cast.mediator)


def test_it_waits_until_something_was_written_down(mediating):
    assert Dispute.agree_orally.objection(mediating)


@pytest.mark.database
def test_whoever_wants_it_in_writing_gets_it_in_writing(as_user, written):
    client = as_user("mediator")
    page = client.fill(client.page(url(written, "oral-agreement")))
    assert (page.status, "有一方要书面协议的" in page.text) == (422, True)
    assert db.session.get(Dispute, written.id).status == "mediating"


@pytest.mark.database
def test_what_was_agreed_is_printed_for_the_mediator_to_sign(as_user, oral):
    text = text_of(as_user("mediator").get(url(oral, "oral.pdf")))
    for expected in (
        "人民调解口头协议登记表",
        oral.number,
        "被申请人赔偿三千元",
        "叁仟元整",
        "人民调解员",
        "2027年1月31日",
    ):
        assert expected in text, expected


@pytest.mark.database
def test_there_is_no_agreement_in_writing_to_print(as_user, oral):
    client = as_user("mediator")
    assert client.get(url(oral, "agreement.pdf")).status_code == 409
    assert url(oral, "oral.pdf") in client.page(f"/mediation/disputes/{oral.id}").links()


@pytest.mark.database
def test_one_in_writing_has_no_form_for_word_of_mouth(as_user, effective):
    assert as_user("mediator").get(url(effective, "oral.pdf")).status_code == 409
