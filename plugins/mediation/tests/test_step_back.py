"""回避: who may ask that a mediator steps back, who decides, and what follows (人民调解法 §19, §23)."""

import pytest

from plugins.mediation.models import Dispute, Mediator
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.accounts import delegation
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
REASON = "是被申请人的表弟。"


def at(dispute: Dispute, noun: str = "") -> str:
    return f"/mediation/disputes/{dispute.id}{noun}"


def now(dispute: Dispute) -> Dispute:
    return db.session.get(Dispute, dispute.id)


@pytest.fixture
def asked(cast, written) -> Dispute:
    """The first party asks that the mediator steps back."""
    first = written.parties[0]
    written.ask_recusal(written.mediators[0], REASON, clock.today(), party=first, by=cast.mediator)
    db.session.commit()
    return written


def decide(as_user, dispute: Dispute, who: str = "director", **typed):
    client = as_user(who)
    return client.fill(client.page(at(dispute, f"/recusals/{dispute.recusals[-1].id}/decision")), **typed)


def test_a_party_asks_and_the_head_is_told(as_user, written):
    client, first = as_user("mediator"), written.parties[0]
    page = client.page(at(written, "/recusals/new"))
    mediator = written.mediators[0]
    client.fill(page, mediator=str(mediator.id), asked_by=str(first.party_id), reason=REASON)
    [recusal] = now(written).recusals
    assert (recusal.mediator, recusal.party, recusal.granted) == (mediator, first.party, None)
    entry = now(written).case.events[-1]
    assert (entry.title, REASON in entry.note) == ("要求回避", False)
    assert "要求调解员回避，请决定" in as_user("director").page("/messages").text


def test_who_does_not_mediate_it_cannot_step_back(cast, written):
    other = written.committee.mediators[0]
    with pytest.raises(RuleError, match="不是本件的调解员"):
        written.ask_recusal(other, REASON, clock.today(), by=cast.mediator)


def test_until_it_is_decided_the_text_is_not_final(cast, asked):
    with pytest.raises(RuleError, match="有人要求调解员回避"):
        asked.conclude(by=cast.mediator, checked=asked.doubts)


def test_the_mediator_does_not_decide(as_user, asked):
    assert as_user("mediator").get(at(asked, f"/recusals/{asked.recusals[0].id}/decision")).status_code == 403


def test_where_it_is_granted_another_mediates_and_the_one_who_left_is_not_chosen_again(as_user, cast, asked):
    gone, other = asked.mediators[0], asked.committee.mediators[0]
    decide(as_user, asked, granted="yes", mediators=[str(other.id)], chosen_by="parties")
    dispute = now(asked)
    assert [each.name for each in dispute.mediators] == [other.name]
    assert dispute.chosen_by == "parties"
    with pytest.raises(RuleError, match="已经回避"):
        dispute.choose([gone], "committee")
    dispute.conclude(by=cast.director, checked=dispute.doubts)


def test_somebody_is_left_to_mediate(as_user, asked):
    page = decide(as_user, asked, granted="yes")
    assert (page.status, "请另行选定" in page.text) == (422, True)
    assert now(asked).recusals[0].granted is None


def test_a_refusal_says_why(as_user, asked):
    assert decide(as_user, asked, granted="no").status == 422
    decide(as_user, asked, granted="no", answer="经核实不是亲属。")
    assert (now(asked).recusals[0].granted, now(asked).undecided) == (False, [])


def test_no_office_above_decides_in_the_place_of_the_committee(as_user, asked):
    assert as_user("district").get(at(asked, f"/recusals/{asked.recusals[0].id}/decision")).status_code == 403


def test_nobody_decides_about_oneself(cast, asked):
    asked.recusals[0].mediator.user = cast.director
    with pytest.raises(RuleError, match="不能自己决定"):
        asked.decide_recusal(asked.recusals[0], False, answer="不是亲属。", by=cast.director)


def test_nor_where_the_roster_names_no_account(cast, asked):
    asked.recusals[0].mediator.user, asked.recusals[0].mediator.name = None, cast.director.name
    with pytest.raises(RuleError, match="不能自己决定"):
        asked.decide_recusal(asked.recusals[0], False, answer="不是亲属。", by=cast.director)


def test_nor_a_deputy_in_the_place_of_who_is_asked(cast, asked):
    asked.recusals[0].mediator.user = cast.director
    [office] = [each for each in cast.director.appointments if each.unit_id == asked.committee.unit_id]
    delegation.hand_over(office, cast.clerk, clock.today(), clock.today(), reason="休假", by=cast.director)
    db.session.commit()
    with pytest.raises(RuleError, match="不能自己决定"):
        asked.decide_recusal(asked.recusals[0], False, answer="不是亲属。", by=db.session.get(User, cast.clerk.id))


def test_the_record_of_the_sitting_tells_of_it(as_user, cast, asked):
    asked.decide_recusal(asked.recusals[0], False, answer="经核实不是亲属。", by=cast.director)
    db.session.commit()
    paper = text_of(as_user("mediator").get(at(asked, f"/sessions/{asked.sessions[0].id}.pdf"))).replace("\n", "")
    assert "提出调解员" in paper
    assert "不同意，继续调解。经核实不是亲属。" in paper


class TestWhoeverSteppedBack:
    """The mediator of the cast, once another mediates."""

    @pytest.fixture
    def gone(self, cast, asked) -> Dispute:
        other = asked.committee.mediators[0]
        asked.decide_recusal(asked.recusals[0], True, mediators=[other], by=cast.director)
        db.session.commit()
        return asked

    @pytest.mark.parametrize("noun", ["/sessions/new", "/agreement"])
    def test_takes_no_step_of_it(self, as_user, cast, asked, noun):
        client = as_user("mediator")
        page = client.page(at(asked, noun))
        asked.decide_recusal(asked.recusals[0], True, mediators=[asked.committee.mediators[0]], by=cast.director)
        db.session.commit()
        answer = client.fill(page)
        assert (answer.status, "同意回避的人不再办理" in answer.text) == (403, True)

    def test_reads_it_and_is_offered_nothing(self, as_user, gone):
        offered = as_user("mediator").page(at(gone)).links()
        assert not any(each.endswith(("/sessions/new", "/agreement", "/materials")) for each in offered)
        assert any(each.endswith("/sessions/new") for each in as_user("director").page(at(gone)).links())

    @pytest.mark.parametrize("noun", ["/acceptance.pdf", "/sets/acceptance.pdf"])
    def test_prints_none_of_its_papers(self, as_user, gone, noun):
        assert as_user("mediator").get(at(gone, noun)).status_code == 403

    def test_is_not_offered_to_print_and_others_are(self, as_user, gone):
        printed = [each for each in as_user("mediator").page(at(gone)).links() if each.endswith(".pdf")]
        assert printed == []
        assert any(each.endswith("/acceptance.pdf") for each in as_user("director").page(at(gone)).links())

    def test_nor_among_sets_of_several(self, as_user, gone):
        assert gone.case.title not in as_user("mediator").page("/mediation/sets").text
        assert gone.case.title in as_user("director").page("/mediation/sets").text

    def test_neither_in_another_office(self, cast, gone):
        gone.recusals[0].mediator.user = cast.director
        assert not gone.entrusted_to(cast.director, "mediation.manage")
        assert not gone.entrusted_to(cast.director, "mediation.mediate")

    def test_is_known_by_the_name_where_the_roster_names_no_account(self, cast, gone):
        gone.recusals[0].mediator.user = None
        assert not gone.entrusted_to(cast.mediator, "mediation.mediate")

    def test_is_not_chosen_by_another_line_of_the_roster(self, cast, gone):
        again = Mediator(name=cast.mediator.name, user=cast.mediator, valid_from=clock.today())
        gone.committee.mediators.append(again)
        db.session.flush()
        with pytest.raises(RuleError, match="已经回避"):
            gone.choose([again], "committee")

    @pytest.mark.parametrize("with_account", [True, False])
    def test_has_it_no_longer_on_the_desk(self, as_user, gone, with_account):
        if not with_account:
            gone.recusals[0].mediator.user = None
            db.session.commit()
        assert "调解中、待生效" not in as_user("mediator").page("/").text
        assert "调解中、待生效" in as_user("director").page("/").text


def test_the_desk_of_who_decides_shows_what_waits_for_it(as_user, cast, asked):
    assert "调解员回避待决定" in as_user("director").page("/").text
    assert "调解员回避待决定" not in as_user("mediator").page("/").text
    asked.decide_recusal(asked.recusals[0], False, answer="不是亲属。", by=cast.director)
    db.session.commit()
    assert "调解员回避待决定" not in as_user("director").page("/").text
