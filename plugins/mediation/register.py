"""The lists of mediation: disputes, and 名册 (who mediates, in which committee). Counts tell how busy somebody is; no list is ordered by them."""

from flask import url_for
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from plugins.mediation.models import Agreement, Committee, Dispute, Mediator
from plugins.mediation.models.likeness import LikenessBand
from plugins.mediation.models.load import load_of
from plugins.mediation.models.mediator import CHOICES, GRADES, POSTS
from plugins.mediation.roster_forms import MediatorForm
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.cases.register import known_by, party_names
from portal.extensions import db
from portal.records.columns import Column, Press
from portal.records.filters import TODAY, Choice, Flag, by_status, contains
from portal.records.imports import Import
from portal.records.meant import Meant, among, rows_of
from portal.records.people import Contact
from portal.records.ranges import Days
from portal.records.register import Register
from portal.records.waiting import there_is

MEDIATE = "mediation.mediate"


def _due(row):
    """The term counts while the dispute is being mediated."""
    return row.due_on if row.status in ("mediating", "agreed") else None


def _of_case(text: str, reader: User):
    """Disputes whose case has this number, or such a party."""
    cases = known_by(text, reader)
    return Meant(among(Dispute.case_id, [cases]), rows_of(cases, Dispute.case_id))


def _parties(rows) -> dict[int, str]:
    names = party_names([row.case_id for row in rows])
    return {row.id: names.get(row.case_id, "") for row in rows}


def _at_one_table(row, reader: User) -> Press | None:
    """What waits in the committee of whoever reads may be settled at one table, straight from its line."""
    own = {each.id for each in reader.units_with(MEDIATE)} if row.status == "pending" else ()
    return Press("当场调解", url_for("mediation.meet_at_one_table", dispute_id=row.id)) if row.host_id in own else None


def _like_another():
    """Disputes whose agreement may say nearly the same as another one of its committee: both are found by one band."""
    own, other = LikenessBand, aliased(LikenessBand)
    same = other.committee_id == own.committee_id, other.value == own.value, other.agreement_id != own.agreement_id
    band = there_is(own.agreement_id == Agreement.id, there_is(*same, of=own), of=Agreement)
    return there_is(Agreement.dispute_id == Dispute.id, Agreement.frozen_at.is_not(None), band, of=Dispute)


disputes = Register(
    Dispute,
    key="mediation.disputes",
    name="纠纷",
    title="调解纠纷",
    permission="mediation.view",
    show="mediation.show",
    columns=(
        Column("number", "编号", kind="serial", read=lambda row: row.number or "未受理"),
        Column("title", "纠纷", Case.title, main=True),
        Column("parties", "当事人", of_page=_parties, width=30),
        Column("case_number", "事项编号", Case.number, only="opt opt2", width=24),
        Column("status", "状态", kind="status"),
        Column("due_on", "调解期限", kind="due", read=_due),
        Column("accepted_on", "受理日期", kind="day", shown=False),
        Column("ended_on", "结束日期", kind="day", shown=False),
    ),
    filters=(
        by_status(Dispute, "未结案"),
        Days("accepted", "受理日期", Dispute.accepted_on),
        Flag("alike", "协议文字可能与另一份几乎相同", _like_another()),
    ),
    search=(
        Dispute.number,
        exists().where(Case.id == Dispute.case_id, or_(contains(Case.number), contains(Case.title))),
    ),
    finds=_of_case,
    finds_by="编号、名称、当事人",
    order=Dispute.created_at,
    beside=((Case, Case.id == Dispute.case_id), (Committee, Committee.id == Dispute.committee_id)),
    extra=(Dispute.case_id, Committee.unit_id.label("host_id")),
    press=_at_one_table,
    empty="没有符合条件的纠纷。在“受理分流”时选择“转人民调解”，纠纷就会出现在这里。",
)

_serving = Mediator.serving(TODAY)


def _born(row) -> str:
    return f"{row.born.year}" if row.born else ""


def _phones(rows) -> dict[int, str]:
    """Masked, as everywhere."""
    wanted = select(Mediator.id, Contact).join(Mediator.contact).where(Mediator.id.in_([row.id for row in rows]))
    return {ident: contact.phone_masked for ident, contact in db.session.execute(wanted)}


def this_year(rows) -> dict[int, int]:
    """How many disputes that were taken up this year each mediates."""
    return load_of([row.id for row in rows], Dispute.accepted_on >= clock.today().replace(month=1, day=1))


mediators = Register(
    Mediator,
    key="mediation.mediators",
    name="调解员",
    title="人民调解员名册",
    permission="mediation.view",
    columns=(
        Column("name", "姓名", main=True, width=14),
        Column("committee", "调委会", Committee.name, width=32),
        Column("gender", "性别", only="opt", width=6),
        Column("post", "职务", names=POSTS),
        Column("specialities", "擅长", only="opt", width=24),
        Column("grade", "等级", names=GRADES, only="opt", width=8),
        Column("full_time", "专职", read=lambda row: "专职" if row.full_time else "兼职", width=8),
        Column("chosen_by", "产生方式", names=CHOICES, shown=False),
        Column("ethnicity", "民族", shown=False, width=8),
        Column("born", "出生年份", Mediator.birth_date, read=_born, shown=False, width=10),
        Column("political", "政治面貌", shown=False, width=12),
        Column("education", "学历", shown=False, width=12),
        Column("profession", "专业或职业", shown=False, width=16),
        Column("since_year", "从事调解起始年份", shown=False, width=16),
        Column("phone", "电话", of_page=_phones, shown=False, width=16),
        Column("this_year", "本年调解（件）", kind="number", of_page=this_year, shown=False),
        Column("valid_from", "任期自", kind="day"),
        Column("valid_until", "任期至", kind="day"),
    ),
    filters=(
        Choice("standing", "状态", also={"in": ("在任", _serving), "out": ("未到任、离任", ~_serving)}),
        Choice("post", "职务", options=POSTS),
        Choice("grade", "等级", options={key: name for key, name in GRADES.items() if key}),
        Days("ends", "任期至", Mediator.valid_until),
    ),
    search=(Mediator.name, Committee.name, Mediator.specialities),
    finds_by="姓名、调委会、擅长",
    show="mediation.show_mediator",
    order=Mediator.valid_from,
    joins=((Committee, Committee.id == Mediator.committee_id),),
    scope=Committee.reach,
    counter="人",
    empty="没有符合条件的调解员。",
)

MEDIATORS = Import(
    "mediation.mediators",
    "导入调解员名册",
    MediatorForm,
    "mediation.manage",
    Mediator,
    add=Committee.appoint.take,
    aliases={
        "phone": ("联系电话", "手机", "手机号"),
        "valid_from": ("聘任日期", "任职时间"),
        "post": ("调解员类别",),
        "specialities": ("擅长类型", "特长"),
        "account": ("账号", "系统账号"),
    },
)
