"""更正受理、更正调解记录: until all have signed, what was written down wrong is put right, and the timeline says so."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from portal import clock
from portal.errors import RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database


def correction(dispute: Dispute, noun: str = "acceptance") -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}/correction"


def test_the_acceptance_is_put_right_with_the_reason(as_user, mediating):
    client, dispute_id = as_user("mediator"), mediating.id
    page = client.page(correction(mediating))
    assert "理由" in client.fill(page, source="transfer").text, "no reason, no correction"
    chosen = [each.id for each in mediating.committee.serving]
    page = client.fill(page, source="transfer", mediators=chosen, claims="赔偿三千元", reason="看错了委托函。")
    assert page.status == 200
    dispute = db.session.get(Dispute, dispute_id)
    assert (dispute.source, dispute.claims, len(dispute.mediators)) == ("transfer", "赔偿三千元", len(chosen))
    entry = dispute.case.events[-1]
    assert entry.title == "更正受理：案件来源、申请事项、调解员"
    assert "案件来源原来是“当事人申请”" in entry.note
    assert "理由：看错了委托函。" in entry.note


def test_a_mediator_who_was_ticked_by_mistake_is_taken_off(as_user, mediating):
    client, dispute_id = as_user("mediator"), mediating.id
    chosen = [each.id for each in mediating.committee.serving]
    client.fill(client.page(correction(mediating)), mediators=chosen, reason="漏勾了。")
    page = client.fill(client.page(correction(mediating)), mediators=chosen[1:], reason="勾错了。")
    assert page.status == 200
    assert [each.id for each in db.session.get(Dispute, dispute_id).mediators] == chosen[1:]


def test_what_is_the_same_is_no_correction(as_user, mediating):
    client = as_user("mediator")
    page = client.fill(client.page(correction(mediating)), reason="再看一遍。")
    assert page.status == 422
    assert "没有需要更正的内容" in page.text
    assert page.fields(page.form())["reason"] == "再看一遍。"


def test_who_was_chosen_and_has_left_may_stay(cast, mediating):
    mediating.mediators[0].valid_until = clock.today() - timedelta(days=1)
    kept = {"source": "transfer", "mediators": list(mediating.mediators), "by": cast.mediator}
    mediating.correct_acceptance("来源登记错了。", **kept)
    assert mediating.source == "transfer"
    with pytest.raises(RuleError, match="在任"):
        mediating.correct_acceptance("换人。", **kept | {"mediators": [mediating.committee.mediators[2]]})


def test_a_record_is_put_right_and_its_paper_says_so(as_user, written):
    client, dispute_id = as_user("mediator"), written.id
    (session,) = written.sessions
    at = correction(written, f"sessions/{session.id}")
    assert at in client.page(f"/mediation/disputes/{dispute_id}").links()
    given = client.page(at).fields(client.page(at).form())
    assert (given["transcript"], given["place"]) == (session.transcript, session.place)
    client.get(f"/mediation/disputes/{dispute_id}/sessions/{session.id}.pdf")
    with clock.pretend(clock.now() + timedelta(minutes=1)):
        client.fill(
            client.page(at),
            present=session.present,
            guests="李红 邻居",
            guests_agreed=True,
            reason="漏记了参加人。",
        )
    (session,) = db.session.get(Dispute, dispute_id).sessions
    assert [each.who.name for each in session.guests] == ["李红"]
    entry = session.dispute.case.events[-1]
    assert (entry.title, entry.note) == ("更正第1次调解记录", "改了参加人。理由：漏记了参加人。")
    assert session.corrected_at


def test_a_guest_keeps_the_number_that_the_form_does_not_show(cast, written):
    (session,) = written.sessions
    fields = {name: getattr(session, name) for name in ("held_at", "place", "present", "outcome", "result")}
    written.correct_session(
        session, "地点记错了。", guests="王芳 社区民警 13800001234", transcript="改过的。", by=cast.mediator, **fields
    )
    assert session.guests_written == "王芳 社区民警", "no number in a box"
    written.correct_session(
        session, "又来一位。", guests="王芳 民警\n李红", transcript="改过的。", by=cast.mediator, **fields
    )
    assert [(each.who.name, each.who.phone) for each in session.guests] == [("王芳", "13800001234"), ("李红", None)]


def test_the_final_text_is_taken_back_first(cast, agreed):
    with pytest.raises(WrongState):
        agreed.correct_acceptance("错了。", source="transfer", mediators=agreed.mediators, by=cast.mediator)


def test_once_it_is_signed_the_record_stays(as_user, effective):
    client, session = as_user("mediator"), effective.sessions[0]
    at = correction(effective, f"sessions/{session.id}")
    assert at not in client.page(f"/mediation/disputes/{effective.id}").links()
    assert client.get(at).status_code == 409
