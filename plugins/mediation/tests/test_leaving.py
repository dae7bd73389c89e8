"""不受理、不调解、不再调解: what is no matter for the committee, and who does not want to be mediated, at once or later (人民调解法 §17, §23, §26)."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.errors import RuleError
from portal.extensions import db


@pytest.fixture
def parted(pending, cast) -> Dispute:
    """The company refuses; the neighbours go on."""
    consents = {each.party_id: "yes" for each in pending.parties} | {pending.parties[2].party_id: "no"}
    pending.accept(
        source="application", consents=consents, mediators=pending.committee.serving[:1], apart=True, by=cast.mediator
    )
    db.session.commit()
    return pending


def paper(client, dispute, kind: str):
    return client.get(f"/mediation/disputes/{dispute.id}/{kind}.pdf")


def test_one_refusal_among_several_ends_it_unless_the_dispute_can_be_parted(pending, cast):
    consents = {each.party_id: "yes" for each in pending.parties} | {pending.parties[2].party_id: "no"}
    pending.accept(source="application", consents=consents, mediators=[], by=cast.mediator)
    assert pending.status == "refused"


def test_the_others_go_on_and_the_agreement_is_theirs_alone(parted):
    assert parted.status == "mediating"
    assert [each.party.organisation is None for each in parted.parties] == [True, True]
    assert (len(parted.everyone), parted.copies) == (3, 3)


def test_nobody_goes_on_where_one_side_has_nobody_left(pending, cast):
    consents = {each.party_id: "yes" for each in pending.parties} | {pending.parties[0].party_id: "no"}
    with pytest.raises(RuleError, match="有一边没有愿意调解的当事人了"):
        pending.accept(
            source="application",
            consents=consents,
            mediators=pending.committee.serving[:1],
            apart=True,
            by=cast.mediator,
        )


def test_what_was_said_of_somebody_who_left_is_no_longer_in_the_text(written, cast):
    last = written.parties[-1]
    written.withdraw_consent(last, clock.today(), apart=True, by=cast.mediator)
    assert (written.status, written.agreement.responsibilities) == ("mediating", [])


def test_a_record_of_before_keeps_whoever_left_later(written, cast):
    last, held = written.parties[-1], written.sessions[0]
    written.withdraw_consent(last, clock.today(), apart=True, by=cast.mediator)
    assert last in held.parties
    last.left_on = clock.today() - timedelta(days=1)
    assert last not in held.parties


def test_who_does_not_want_to_go_on_ends_it(written, cast):
    written.withdraw_consent(written.parties[0], clock.today(), by=cast.mediator)
    assert (written.status, written.case.status) == ("terminated", "reported")


def test_nobody_takes_back_what_was_not_said_yet(written, cast):
    with pytest.raises(RuleError, match="才表示同意调解"):
        written.withdraw_consent(written.parties[0], clock.today() - timedelta(days=1), by=cast.mediator)


def test_a_final_text_is_taken_up_again_before_one_of_its_parties_leaves(agreed, cast):
    with pytest.raises(RuleError, match="退回修改"):
        agreed.withdraw_consent(agreed.parties[-1], clock.today(), apart=True, by=cast.mediator)


@pytest.mark.parametrize(("state", "after"), [("pending", "triaged"), ("written", "reported")])
def test_whoever_applied_may_withdraw(request, cast, state, after):
    dispute = request.getfixturevalue(state)
    dispute.withdraw("双方自行和好。", by=cast.mediator)
    assert (dispute.status, dispute.case.status) == ("withdrawn", after)


@pytest.mark.database
def test_what_is_no_matter_for_the_committee_goes_back_with_a_notice(as_user, pending):
    client, url = as_user("mediator"), f"/mediation/disputes/{pending.id}/declining"
    assert client.fill(client.page(url), text="人民法院已经受理。").status == 422, "nobody was told of other ways"
    client.fill(client.page(url), text="人民法院已经受理。", told="y")
    assert db.session.get(Dispute, pending.id).case.status == "triaged"
    text = text_of(paper(client, pending, "declined"))
    assert all(each in text for each in ("不予受理告知书", "人民法院已经受理", "通过仲裁、行政、司法等途径", "签收"))


@pytest.mark.database
def test_whoever_refused_gets_a_notice_while_the_others_go_on(as_user, parted):
    text = text_of(paper(as_user("mediator"), parted, "refusal"))
    assert all(
        each in text for each in ("不予调解告知书", parted.everyone[2].party.name, "其余各方当事人愿意调解的部分")
    )


@pytest.mark.database
def test_what_follows_is_asked_on_the_form(as_user, pending):
    client = as_user("mediator")
    page = client.page(f"/mediation/disputes/{pending.id}/acceptance")
    yes = {f"consents__{place}__consent": "yes" for place in (0, 1)}
    client.fill(page, follows="apart", consents__2__consent="no", **yes)
    assert len(db.session.get(Dispute, pending.id).parties) == 2


@pytest.mark.database
def test_a_notice_of_the_end_is_printed(as_user, written, cast):
    written.terminate("双方分歧过大。", by=cast.mediator)
    db.session.commit()
    text = text_of(paper(as_user("mediator"), written, "termination"))
    assert all(each in text for each in ("终止调解告知书", written.number, "双方分歧过大"))
    assert paper(as_user("mediator"), written, "refusal").status_code == 409


@pytest.mark.database
def test_the_absent_have_no_line_to_sign_on(as_user, written):
    session = written.sessions[0]
    session.present = session.present[:1]
    db.session.commit()
    text = text_of(as_user("mediator").get(f"/mediation/disputes/{written.id}/sessions/{session.id}.pdf"))
    signs = text.partition("确认无误后签名")[2]
    assert [each.party.name in signs for each in written.parties] == [True, False, False]


def test_a_sitting_is_not_earlier_than_the_one_before(written, cast):
    before = written.sessions[0].held_at - timedelta(hours=1)
    with pytest.raises(RuleError, match="上一次调解在"):
        written.hold_session(held_at=before, place="调解室", transcript="", outcome="continue", by=cast.mediator)
