"""核销: a debt that cannot be recovered is given up by two people, with the reason and the document."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from plugins.great_age.models import GreatSettlement
from portal.entitlements.data_rights import erase, held
from portal.entitlements.proof import faults
from portal.errors import NotAllowed, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
WHY = {"cause": "died", "reason": "已去世，没有遗产，家属两次说明。", "document": "社区调查说明 12 号"}


@pytest.fixture(autouse=True)
def amounts(rule):
    rule(date(2026, 1, 1), tier1="100", tier2="200")


@pytest.fixture
def august(cast, on, old, pay_out) -> GreatSettlement:
    """何桂英 died in June and got July: 200 are to be got back."""
    pay_out(7)
    with on(2026, 8, 25):
        old[1].stop(date(2026, 6, 20), "died", by=cast.director)
        db.session.commit()
    return pay_out(8)


def debt(settlement: GreatSettlement):
    return next(each for each in settlement.payments if each.name == "何桂英")


def test_one_proposes_and_another_decides(cast, on, august, pay_out):
    with on(2026, 9, 25):
        proposal = august.propose_write_off(debt(august), **WHY, by=cast.director)
        assert (debt(august).status, august.status, proposal.amount_fen) == ("due", "settled", 20_000)
        with pytest.raises(RuleError, match="已经提出"):
            august.propose_write_off(debt(august), **WHY, by=cast.clerk)
        with pytest.raises(NotAllowed, match="您是提出人，不能自己办“决定核销”"):
            august.decide_write_off(proposal, "同意。", approved=True, by=cast.director)
        august.decide_write_off(proposal, "情况属实。", approved=True, by=cast.district)
        db.session.commit()
        assert (debt(august).status_name, august.status) == ("已核销", "paid")
        with pytest.raises(RuleError, match="已经办过"):
            _reopened(august).decide_write_off(proposal, "不同意。", approved=False, by=cast.district)
        db.session.rollback()
    assert faults(august) == []
    september = pay_out(9)
    assert (faults(august), faults(september)) == ([], [])


def _reopened(settlement: GreatSettlement) -> GreatSettlement:
    settlement.status = "settled"
    return settlement


def test_it_is_taken_back_until_the_period_is_submitted(cast, on, august, settle):
    with on(2026, 9, 25):
        proposal = august.propose_write_off(debt(august), **WHY, by=cast.clerk)
        august.decide_write_off(proposal, "情况属实。", approved=True, by=cast.district)
        august.undo_write_off(proposal, "找到了继承人。", by=cast.director)
        db.session.commit()
        assert (debt(august).status, august.status, proposal.decision_name) == ("due", "settled", "已撤销")
        again = august.propose_write_off(debt(august), **WHY, by=cast.clerk)
        august.decide_write_off(again, "情况属实。", approved=True, by=cast.district)
        db.session.commit()
    settle(9)
    with on(2026, 10, 3), pytest.raises(RuleError, match="核销那一期（2026年9月）已经提交，不能再撤销"):
        august.undo_write_off(again, "又找到了。", by=cast.district)
    assert faults(august) == []


def test_what_is_refused_stays_to_be_got_back(cast, on, august):
    with on(2026, 9, 25):
        proposal = august.propose_write_off(debt(august), **WHY, by=cast.clerk)
        august.decide_write_off(proposal, "还有存款。", approved=False, by=cast.district)
        assert (debt(august).status, august.status) == ("due", "settled")
        august.recover(debt(august), "SJ1", date(2026, 9, 25), by=cast.district)
        with pytest.raises(RuleError, match="现在是“已追回”"):
            _reopened(august).propose_write_off(debt(august), **WHY, by=cast.clerk)


def test_only_a_debt_is_given_up(cast, on, august):
    paid = next(each for each in august.payments if each.amount_fen > 0)
    with on(2026, 9, 25), pytest.raises(RuleError, match="不是待追回的"):
        august.propose_write_off(paid, **WHY, by=cast.clerk)


def test_who_never_got_it_owed_nothing_that_could_be_given_up(cast, on, august):
    """July comes back from the bank after the debt was given up: nothing is paid again, and nothing is lost."""
    july = db.session.get(GreatSettlement, august.id - 1)
    with on(2026, 9, 25):
        proposal = august.propose_write_off(debt(august), **WHY, by=cast.clerk)
        august.decide_write_off(proposal, "情况属实。", approved=True, by=cast.district)
        july.bounce(debt(july), "账户已冻结。", by=cast.district)
        db.session.commit()
    assert [(debt(each).amount_fen, debt(each).status) for each in (july, august)] == [
        (20_000, "offset"),
        (-20_000, "offset"),
    ]
    assert (july.status, august.status, faults(july), faults(august)) == ("paid", "paid", [], [])


def test_it_is_done_on_the_pages_and_stands_on_paper(cast, on, august, as_user):
    at = f"/great_age/settlements/{august.id}"
    with on(2026, 9, 25):
        clerk = as_user("clerk")
        form = clerk.page(f"{at}/payments/{debt(august).id}/write-off")
        refused = clerk.fill(form, cause="died", reason="", document="")
        assert refused.status == 422
        page = clerk.fill(form, **WHY)
        assert "待决定" in page.text
        [proposal] = db.session.get(GreatSettlement, august.id).write_offs
        decision = f"{at}/write-offs/{proposal.id}/decision"
        director = as_user("director")
        assert "核销待决定" in director.page("/").text
        page = director.fill(director.page(decision), decision="approved", opinion="情况属实。")
        assert "已核销" in page.text
        assert f"{at}/write-offs/{proposal.id}/reversal" in page.links()
        assert "核销待决定" not in director.page("/").text
        pdf = director.get(f"{at}/settlement_payments.pdf")
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.data)).pages)
        assert "社区调查说明" in "".join(text.split())


def test_the_proposer_is_told_before_a_form_is_filled_in(cast, on, august, as_user):
    with on(2026, 9, 25):
        proposal = august.propose_write_off(debt(august), **WHY, by=cast.director)
        db.session.commit()
        at = f"/great_age/settlements/{august.id}/write-offs/{proposal.id}/decision"
        assert as_user("director").get(at).status_code == 403
        assert at not in as_user("director").page(f"/great_age/settlements/{august.id}").links()
        assert as_user("district").get(at).status_code == 200
        assert as_user("clerk").get(at).status_code == 403


def test_a_proposal_is_closed_when_the_debt_is_withheld_meanwhile(cast, on, old, august, pay_out, as_user):
    with on(2026, 9, 5):
        proposal = august.propose_write_off(debt(august), **WHY, by=cast.clerk)
        db.session.commit()
        at = f"/great_age/settlements/{august.id}/write-offs/{proposal.id}"
        assert as_user("district").get(f"{at}/reversal").status_code == 409
        old[1].resume(date(2026, 8, 1), "误报死亡。", by=cast.director)
        db.session.commit()
    pay_out(9)
    assert (debt(august).status_name, proposal.decision_name, proposal.opinion) == (
        "已扣回",
        "不用核销了",
        "这一笔已扣回。",
    )
    with on(2026, 10, 25):
        assert "待决定" not in as_user("district").page(f"/great_age/settlements/{august.id}").text


def test_what_stands_of_it_is_told_to_the_resident_and_its_free_words_are_erased(cast, on, august):
    july = db.session.get(GreatSettlement, august.id - 1)
    with on(2026, 9, 25):
        proposal = august.propose_write_off(debt(august), **WHY, by=cast.director)
        august.decide_write_off(proposal, "情况属实。", approved=True, by=cast.district)
        db.session.commit()
        person = debt(august).person
        [told] = held(person)["核销"]
        assert (told["金额（元）"], told["说明"], told["意见"]) == ("200.00", WHY["reason"], "情况属实。")
        assert WHY["reason"] not in august.events[-2].note
        july.bounce(debt(july), "账户已冻结。", by=cast.district)
        db.session.commit()
        assert (proposal.yuan, proposal.changed) == ("0.00", "原核销 200.00 元，其中 200.00 元后来查明不用核销")
        erase(person)
        assert (proposal.reason, proposal.opinion) == ("已依法删除", "已依法删除")


def test_another_settlement_cannot_propose_decide_or_undo_it(cast, on, august, pay_out):
    with on(2026, 9, 25):
        september = _reopened(pay_out(9))
        with pytest.raises(RuleError, match="不在这一期里"):
            september.propose_write_off(debt(august), **WHY, by=cast.clerk)
        proposal = august.propose_write_off(debt(august), **WHY, by=cast.clerk)
        with pytest.raises(RuleError, match="不在这一期里"):
            september.decide_write_off(proposal, "同意。", approved=True, by=cast.district)
        august.decide_write_off(proposal, "情况属实。", approved=True, by=cast.district)
        with pytest.raises(RuleError, match="不在这一期里"):
            september.undo_write_off(proposal, "找到了继承人。", by=cast.director)
        assert debt(august).status_name == "已核销"
