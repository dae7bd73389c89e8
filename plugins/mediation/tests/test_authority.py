"""委托权限: what an agent may do for a party, and that nobody signs for another without it (民法典 §165; 民事诉讼法 §62)."""

import io
from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute, DisputeParty
from plugins.mediation.models.participation import AUTHORITY
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


def at(dispute: Dispute, noun: str = "") -> str:
    return f"/mediation/disputes/{dispute.id}{noun}"


def now(dispute: Dispute) -> Dispute:
    return db.session.get(Dispute, dispute.id)


def entrust(dispute: Dispute, by, **more) -> DisputeParty:
    """云建国 acts for the first party."""
    party = dispute.parties[0]
    given = {"scope": "special", "acts": ["settle", "sign"], "paper_seen_on": clock.today()} | more
    dispute.name_agent(party, "云建国", relation="entrusted", by=by, **given)
    return party


@pytest.fixture
def general(cast, written, stage) -> Dispute:
    """Final, with an agent of general authority."""
    entrust(written, cast.mediator, scope="general", acts=[])
    written.conclude(by=cast.mediator, checked=written.doubts)
    db.session.commit()
    return written


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"acts": ["settle"]}, "没有写明这一项"),
        ({"paper_seen_on": None}, "还没有核对委托代理人云建国的授权委托书"),
        ({"acts_until": clock.today() - timedelta(days=1)}, "不在委托代理人云建国的委托期限内"),
        ({}, ""),
    ],
)
def test_whoever_drafts_is_told_of_an_agent_who_may_not_sign_today(cast, written, given, told):
    entrust(written, cast.mediator, **given)
    found = [each.said for each in written.findings if each.rule == "代理权限"]
    assert len(found) == bool(told)
    assert told in "".join(found)


class TestNamed:
    def name(self, as_user, dispute, **typed):
        client = as_user("mediator")
        page = client.page(at(dispute, f"/parties/{dispute.parties[0].id}/agent"))
        return client.fill(page, name="云建国", relation="entrusted", **typed)

    def test_needs_the_scope(self, as_user, mediating):
        page = self.name(as_user, mediating)
        assert (page.status, "请选择委托权限" in page.text) == (422, True)

    def test_a_special_authority_names_its_acts(self, as_user, mediating):
        page = self.name(as_user, mediating, scope="special")
        assert (page.status, "请勾选委托书写明的事项" in page.text) == (422, True)

    def test_a_general_one_has_none(self, as_user, mediating):
        page = self.name(as_user, mediating, scope="general", acts=["waive"])
        assert (page.status, "一般代理不能承认、放弃" in page.text) == (422, True)

    def test_the_paper_is_kept_and_the_page_and_the_form_say_what_it_allows(self, as_user, mediating, photo):
        today = clock.today()
        typed = {"acts_from": str(today), "paper_seen_on": str(today), "papers": (io.BytesIO(photo), "委托书.jpg")}
        page = self.name(as_user, mediating, scope="special", acts=["settle", "sign"], **typed)
        assert f"特别授权：进行和解、签订调解协议，{today} 至 调解结束" in page.text
        assert [each.purpose for each in now(mediating).materials] == [AUTHORITY]
        row = now(mediating).parties[0]
        paper = text_of(as_user("mediator").get(at(mediating, f"/parties/{row.id}/authority.pdf"))).replace("\n", "")
        assert "还可以代为进行和解、签订调解协议" in paper
        assert row.party.scope == "special"


class TestMay:
    @pytest.fixture
    def party(self, cast, mediating) -> DisputeParty:
        return entrust(mediating, cast.mediator, acts_from=clock.today(), acts_until=clock.today())

    def test_only_what_the_paper_names(self, party):
        assert [party.may(each, clock.today()) for each in ("settle", "sign", "waive")] == [True, True, False]

    def test_only_within_its_days(self, party):
        assert not party.may("sign", clock.today() - timedelta(days=1))
        assert not party.may("sign", clock.today() + timedelta(days=1))

    def test_not_before_the_paper_was_seen(self, party):
        party.paper_seen_on = None
        assert "还没有核对" in party.why_not("sign", clock.today())

    def test_a_party_and_a_guardian_need_no_paper(self, party, mediating):
        party.relation = "father"
        assert party.may("sign", clock.today())
        assert mediating.parties[1].may("sign", clock.today())


class TestSigned:
    def sign(self, as_user, dispute, **typed):
        client = as_user("mediator")
        return client.fill(client.page(at(dispute, "/signatures")), parties__0__on=str(clock.today()), **typed)

    def test_a_general_agent_does_not_sign_and_the_line_says_why(self, as_user, general):
        page = self.sign(as_user, general, parties__0__by_agent="y")
        assert (page.status, "只有一般代理权限，不能代为签订调解协议" in page.text) == (422, True)
        assert now(general).agreement.signatures == []

    def test_the_party_does(self, as_user, general):
        self.sign(as_user, general)
        assert [each.by_agent for each in now(general).agreement.signatures] == [False]

    def test_an_agent_whom_the_paper_lets_sign_does(self, as_user, cast, written):
        entrust(written, cast.mediator)
        written.conclude(by=cast.mediator, checked=written.doubts)
        db.session.commit()
        self.sign(as_user, written, parties__0__by_agent="y")
        assert [each.by_agent for each in now(written).agreement.signatures] == [True]

    def test_who_has_no_agent_is_not_asked(self, as_user, agreed):
        page = as_user("mediator").page(at(agreed, "/signatures"))
        assert "parties-0-by_agent" not in page.fields(page.form())


def test_an_agent_who_came_alone_settles_by_word_of_mouth_only_with_authority(cast, written):
    party = entrust(written, cast.mediator, scope="general", acts=[])
    written.sessions[0].present = [each.party_id for each in written.parties if each is not party]
    with pytest.raises(RuleError, match="不能代为进行和解"):
        written.agree_orally(clock.today(), by=cast.mediator)
