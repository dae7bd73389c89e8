"""A resident asks for the own data or for its deletion: what mediation hands over, removes, and has to keep."""

import pytest

from plugins.mediation.models import Dispute
from portal.errors import RuleError
from portal.extensions import db
from portal.people import data_rights
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database


def applicant(dispute):
    return dispute.case.side(1)[0].person


def end(case, cast):
    """Nothing is open any more."""
    if case.status in ("triaged", "reported"):
        case.resolve("已告知其他途径。", by=cast.clerk)
    db.session.commit()


def test_what_is_handed_over_is_what_was_agreed(cast, agreed):
    [record] = data_rights.export(applicant(agreed), by=cast.director)["内容"]["人民调解"]
    assert record["编号"] == agreed.number
    assert record["身份"] == "申请人"
    assert record["是否同意调解"] == "同意"
    assert record["协议条款"] == [term.text for term in agreed.agreement.terms]
    assert len(record["调解时间"]) == len(agreed.sessions)


def test_it_is_handed_over_also_where_mediation_is_off(cast, agreed):
    switch("mediation", cast.county, "off", by=None, reason="试验")
    assert data_rights.export(applicant(agreed), by=cast.director)["内容"]["人民调解"]


def test_while_it_is_mediated_nothing_is_erased(cast, mediating):
    with pytest.raises(RuleError, match=r"正在进行的人民调解|未办结"):
        data_rights.erase(applicant(mediating), "本人申请", by=cast.director)


def test_a_dossier_stays_without_the_name(cast, mediating):
    person = applicant(mediating)
    name = person.name
    mediating.terminate("双方分歧过大。", by=cast.mediator)
    end(mediating.case, cast)
    told = data_rights.erase(person, "本人申请", by=cast.director)
    assert any("1 起调解卷宗" in text and "第二十七条" in text for text in told)
    assert mediating.number
    assert mediating.claims == "赔偿损失"
    names = [each.party.name for each in mediating.parties]
    assert names[0] == "已依法删除"
    assert name not in names


def test_what_was_never_taken_up_loses_claims_and_names(cast, pending):
    person = applicant(pending)
    pending.accept(
        source="application",
        by=cast.mediator,
        recorder="",
        claims="要求赔偿",
        remark="情绪激动",
        mediators=[],
        consents={each.party_id: "no" for each in pending.parties},
    )
    assert person.name in pending.ending
    end(pending.case, cast)
    told = data_rights.erase(person, "本人申请", by=cast.director)
    kept = db.session.get(Dispute, pending.id)
    assert (kept.claims, kept.remark) == ("", "")
    assert person.name not in kept.ending
    assert any("诉求、备注和姓名已删除" in text for text in told)
