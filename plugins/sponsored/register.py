"""包案台账."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from plugins.sponsored.choices import GRADES, RESULTS, VIEW
from plugins.sponsored.models import IN_HAND, SponsoredContact, Sponsorship
from plugins.sponsored.models.contacting import MET
from portal.accounts.models import User
from portal.cases.models import Case
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import Choice, Flag, by_status
from portal.records.ranges import Days
from portal.records.register import Register

Responsible = aliased(OrgUnit)
MEETINGS = (
    select(func.count(SponsoredContact.id))
    .where(SponsoredContact.sponsorship_id == Sponsorship.id, SponsoredContact.kind == MET)
    .correlate(Sponsorship)
    .scalar_subquery()
)

sponsorships = Register(
    Sponsorship,
    key="sponsored.sponsorships",
    name="包案",
    title="包案台账",
    permission=VIEW,
    show="sponsored.show",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "事项", Case.title, main=True, width=30),
        Column("grade", "定级", names=GRADES),
        Column("leader", "包案领导", User.name, width=14),
        Column("responsible", "责任单位", Responsible.short_name, only="opt", width=18),
        Column("status", "状态", kind="status"),
        Column("due_on", "期限", kind="due", read=lambda row: row.due_on if row.status in IN_HAND else None),
        Column("contacts", "见面次数", MEETINGS, kind="number", only="opt opt2"),
        Column("next_contact_on", "下次见面", kind="day", only="opt opt2"),
        Column("measures", "措施", only="opt", shown=False, width=40),
        Column("meetings", "会商记录", only="opt", shown=False, width=24),
        Column("result", "结果", names=RESULTS | {"": ""}, only="opt", shown=False, width=24),
        Column("struck_at", "销号日期", kind="day", only="opt opt2"),
        Column("created_at", "拟包日期", kind="day", shown=False),
    ),
    filters=(
        by_status(Sponsorship, "没有完的"),
        Choice("grade", "定级", options=GRADES),
        Flag("relapsed", "反弹的", Sponsorship.relapsed_at.is_not(None)),
        Days("created", "拟包日期", Sponsorship.created_at),
    ),
    search=(Sponsorship.number, Case.title, User.name, Responsible.short_name),
    finds_by="编号、事项、包案领导、责任单位",
    order=Sponsorship.created_at,
    joins=(
        (Case, Case.id == Sponsorship.case_id),
        (User, User.id == Sponsorship.leader_id),
        (Responsible, Responsible.id == Sponsorship.responsible_id),
    ),
    hit=("number", "status"),
    empty="没有符合条件的包案。在事项的页面上点“拟包案”。",
)
