"""What mediation holds about a resident, and what of it must stay (个人信息保护法 §45, §47; 人民调解法 §27)."""

from sqlalchemy import select

from plugins.mediation.models import Dispute, DisputeParty, Mediator
from portal import clock
from portal.cases.models import Party
from portal.extensions import db
from portal.money import format_yuan
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_as
from portal.web.pages.formatting import day, moment

CONSENTS = {"yes": "同意", "no": "拒绝", "": "未表示"}
DOSSIER = "调解卷宗依照人民调解法第二十七条立卷保存，当事人显示为“已依法删除”，保管期限届满后销毁。"


def held(person: Person) -> dict[str, list[dict]]:
    """The disputes the resident is a party to, with what was agreed; the words of others are left out. And what rosters tell of the resident."""
    serving = [each.row for each in mentions_as(person, Mediator)]
    told = {"人民调解": [_record(dispute, own) for dispute, own in _of(person)]}
    return told | ({"人民调解员名册": [_on_the_roster(each) for each in serving]} if serving else {})


def under_way(person: Person) -> list[OpenRecord]:
    """The disputes that are still open, one that was not taken up yet by the number of its case; and the rosters on which the
    resident serves."""
    disputes = [dispute for dispute, _ in _of(person) if dispute.open]
    serving = [each for each in mentions_as(person, Mediator) if each.row.serves_on(clock.today())]
    return [
        *(OpenRecord("正在进行的人民调解", each.number or each.case.number, "结案或者终止调解") for each in disputes),
        *(OpenRecord("在任的人民调解员：", each.record.name, "登记任期结束") for each in serving),
    ]


def erase(person: Person) -> list[str]:
    """A dispute that was never taken up loses its claims and names; a dossier stays."""
    disputes = [dispute for dispute, _ in _of(person)]
    kept = [dispute for dispute in disputes if dispute.accepted_on]
    untaken = [dispute for dispute in disputes if not dispute.accepted_on]
    for dispute in untaken:
        dispute.claims = dispute.remark = ""
        dispute.ending = "当事人拒绝调解。" if dispute.status == "refused" else f"{dispute.status_name}。"
    for each in mentions_as(person, Mediator):
        each.row.forget()
    told = [f"{len(untaken)} 起没有受理的纠纷，诉求、备注和姓名已删除。"] if untaken else []
    return [*told, f"{len(kept)} 起{DOSSIER}"] if kept else told


def _of(person: Person) -> list[tuple[Dispute, DisputeParty]]:
    of_parties = select(Dispute, DisputeParty).join(Dispute.everyone).join(DisputeParty.party)
    own = of_parties.where(Party.person_id == person.id).order_by(Dispute.id)
    return db.session.execute(own).unique().all()


def _record(dispute: Dispute, own: DisputeParty) -> dict:
    agreement = dispute.agreement
    amended = agreement is not None and bool(dispute.amended_by)
    return {
        "编号": dispute.number,
        "调解组织": dispute.committee.name,
        "身份": own.party.side_name,
        "状态": dispute.status_name,
        "受理日期": day(dispute.accepted_on),
        "是否同意调解": CONSENTS[own.consent],
        "表示日期": day(own.consent_on),
        "退出调解": day(own.left_on),
        "调解时间": [moment(each.held_at) for each in dispute.sessions],
        "协议条款": [each.text for each in agreement.terms] if agreement else [],
        "本人责任": [each.text for each in agreement.responsibilities if each.party_id == own.party_id]
        if agreement
        else [],
        "协议金额（元）": _yuan(agreement.amount_fen) if agreement else "",
        "协议生效日期": day(agreement.effective_on) if agreement else "",
        "变更后的条款": dispute.clauses_in_force if amended else [],
        "变更后的金额（元）": _yuan(dispute.sum_in_force) if amended else "",
        "司法确认": [f"{each.court}{each.stage_name}" for each in dispute.confirmations],
        "回访时间": [moment(each.visited_at) for each in dispute.follow_ups if each.party_id == own.party_id],
    }


def _yuan(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)


def _on_the_roster(mediator: Mediator) -> dict:
    return {
        "调解组织": mediator.committee.name,
        "职务": mediator.post_name,
        "任期": mediator.days,
        "民族": mediator.ethnicity,
        "出生日期": day(mediator.birth_date),
        "政治面貌": mediator.political,
        "学历": mediator.education,
        "专业或职业": mediator.profession,
        "擅长": mediator.specialities,
        "证书、培训、表彰": [each.title for each in mediator.committee.credentials_of(mediator)],
    }
