"""一案一补，谁调解补谁: what becomes an award, and who may be paid."""

from datetime import date

import pytest

from plugins.case_subsidy.models import Award
from portal.cases.mediated import MediatedBy
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


def test_a_case_that_is_mediated_twice_has_one_subsidy(found, settled):
    first = found()
    again = settled(case=first.case)
    with pytest.raises(RuleError, match="一案一补"):
        Award.note_down(again, by=None)


def test_what_is_not_performed_is_no_award(settled):
    with pytest.raises(RuleError, match="还没有全部履行"):
        Award.note_down(settled(performed=False), by=None)


def test_nor_what_a_court_undid(settled):
    with pytest.raises(RuleError, match="人民法院判决无效"):
        Award.note_down(settled(undone="2026年9月1日人民法院判决无效"), by=None)


def test_what_a_court_undid_since_it_was_declared_is_not_approved_and_the_page_says_why(
    cast, declared, settled, monkeypatch, as_user
):
    award = declared()
    undone = settled(undone="2026年9月1日人民法院判决无效", case=award.case)
    monkeypatch.setattr(Award, "told", undone)
    monkeypatch.setattr(Award, "origin", award.case)
    with pytest.raises(RuleError, match="人民法院判决无效，不在以案定补的范围"):
        award.approve(grade="common", by=cast.director)
    assert "人民法院判决无效" in as_user("director").page(f"/case_subsidy/awards/{award.id}").text


def test_nor_what_nobody_of_the_roster_mediated(settled):
    with pytest.raises(RuleError, match="不在名册上"):
        Award.note_down(settled(mediators=(MediatedBy(9, "路过的人", None, False),)), by=None)


def test_only_mediators_of_the_roster_have_a_part(found):
    award = found(mediators=(MediatedBy(11, "李秀兰", None, True), MediatedBy(12, "路过的人", None, False)))
    assert [each.mediator_id for each in award.shares] == [11]


def test_whoever_is_paid_must_be_known(cast, settled):
    award = Award.note_down(settled(), by=None)
    db.session.flush()
    with pytest.raises(RuleError, match="还没有登记领款人") as refused:
        award.declare(grade="common", mediators=[11], reason="两名当事人。", by=cast.clerk)
    assert refused.value.at == "mediators"


def test_nobody_enters_who_they_are_themselves(cast, settled):
    award = Award.note_down(settled(), by=None)
    db.session.flush()
    with pytest.raises(RuleError, match="不能给自己登记"):
        award.name_payee(12, factories.resident(cast.street), by=cast.mediator)


def test_a_mediator_is_entered_once_for_all_awards(found, settled):
    found()
    again = Award.note_down(settled(), by=None)
    db.session.flush()
    assert set(again.payees) == {11, 12}


def test_who_is_paid_is_not_changed_while_it_waits_to_be_decided_on(cast, declared):
    award = declared()
    with pytest.raises(RuleError, match=f"{award.number}已经申报.*先退回申报"):
        award.name_payee(11, factories.resident(cast.street, name=award.names[11]), by=cast.clerk)


def test_nor_by_way_of_another_award_of_the_same_mediator(cast, declared, found):
    declared()
    award = found()
    with pytest.raises(RuleError, match="先退回申报"):
        award.name_payee(11, factories.resident(cast.street, name=award.names[11]), by=cast.clerk)


def test_another_payee_is_told_on_the_timeline_and_to_whoever_decides(cast, found, on, as_user):
    award = found()
    with on(2026, 8, 5):
        award.name_payee(11, factories.resident(cast.street, name=award.names[11]), by=cast.clerk)
    db.session.commit()
    assert award.events[-1].note == "更正了一名调解员的领款人，换成另一名居民。"
    page = as_user("director").get(f"/case_subsidy/awards/{award.id}").text
    assert "换过人</span> 2026-08-05" in page


def test_what_ended_before_there_was_a_rate_is_no_award(settled):
    with pytest.raises(RuleError, match="那天本地没有规定补贴标准"):
        Award.note_down(settled(ended_on=date(2019, 1, 1)), by=None)


def test_an_oral_agreement_needs_a_witness(cast, found):
    with pytest.raises(RuleError, match="在场佐证") as refused:
        found(oral=True).declare(grade="simple", mediators=[11], reason="口头。", by=cast.clerk)
    assert refused.value.at == "witness"


def test_what_the_dossier_lacks_is_explained(cast, found):
    award = found(lacking=("履行凭证",))
    with pytest.raises(RuleError, match="卷宗缺：履行凭证"):
        award.declare(grade="common", mediators=[11], reason="两名当事人。", by=cast.clerk)
    award.declare(grade="common", mediators=[11], reason="两名当事人。", note="现金。", by=cast.clerk)
    assert award.status == "declared"


def test_or_keeps_it_back_where_the_district_says_so(cast, found, rule):
    rule(date(2026, 1, 1), complete="refuse")
    with pytest.raises(RuleError, match="补齐以后再申报"):
        found(lacking=("履行凭证",)).declare(
            grade="common", mediators=[11], reason="两名。", note="现金。", by=cast.clerk
        )


def test_what_was_waived_by_mistake_is_declared_after_all(cast, found):
    award = found()
    award.waive("专职的不申报。", by=cast.clerk)
    award.reopen("登记错了。", by=cast.clerk)
    assert award.status == "found"
