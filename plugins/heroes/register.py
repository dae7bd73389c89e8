"""The lists of 见义勇为: deeds, 名录 (honours given), visits ahead, and 会员单位 of the association; and its statistics."""

from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from plugins.heroes.choices import KINDS, LEVELS
from plugins.heroes.decision_forms import MemberForm
from plugins.heroes.models import Association, AssociationMember, Deed, Hero, HeroAward, Honour
from plugins.heroes.models.states import RECOGNISED
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.figures import Axis, Count, Figure, Statistics, Sum, local_year
from portal.records.filters import Choice, by_status, contains
from portal.records.imports import Import
from portal.records.people import Contact
from portal.records.people_columns import whole_name, withheld
from portal.records.ranges import Days, Year
from portal.records.register import Register
from portal.web.pages.badges import status

unit_of_deed = (OrgUnit, OrgUnit.id == Deed.unit_id)
paid = (
    select(func.sum(HeroAward.amount_fen))
    .where(HeroAward.hero_id == Honour.hero_id, HeroAward.honour_id == Honour.id, HeroAward.cancelled_on.is_(None))
    .scalar_subquery()
)


def _secret(row) -> str:
    """Behind what only those who review may see."""
    return Markup(" ") + status("保密", "warn") if row.secret else ""


def _fallen(row) -> str:
    return ("（牺牲）" if row.condition == "dead" else "") + _secret(row)


deeds = Register(
    Deed,
    key="heroes.deeds",
    name="见义勇为",
    permission="heroes.view",
    show="heroes.show",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "事迹", main=True, after=_secret),
        Column("kind", "类型", names=KINDS),
        Column("unit", "发生地", OrgUnit.short_name),
        Column("status", "状态", kind="status"),
        Column("due_on", "期限", kind="due"),
        Column("happened_at", "发生时间", kind="moment", shown=False),
        Column("created_at", "登记时间", kind="moment", shown=False),
        Column("confirmed_on", "确认日期", kind="day", shown=False),
    ),
    filters=(
        by_status(Deed, "办理中"),
        Choice("kind", "类型", options=KINDS),
        Days("created", "登记日期", Deed.created_at),
    ),
    search=(Deed.number, Deed.title, Deed.id.in_(select(Hero.deed_id).where(contains(Hero.name)))),
    finds_by="编号、事迹、姓名",
    order=Deed.created_at,
    beside=(unit_of_deed,),
    extra=(Deed.secret,),
    steps={Deed.accept: "acceptance"},
    hit=("number", "status"),
    empty="没有符合条件的见义勇为行为。",
)

honours = Register(
    Honour,
    key="heroes.honours",
    name="名录",
    title="见义勇为名录",
    permission="heroes.view",
    show="heroes.show_hero",
    ident="hero_id",
    columns=(
        Column("number", "证书编号", shown=False, width=24),
        Column("name", "姓名", Hero.name, read=whole_name, main=True, after=_fallen, width=14),
        Column("title", "称号", width=20),
        Column("level", "级别", names=LEVELS, width=8),
        Column("conferred_on", "授予日期", kind="day"),
        Column("conferred_by", "授予机关", shown=False, width=24),
        Column("kind", "行为类型", Deed.kind, names=KINDS, only="opt"),
        Column("happened_at", "行为日期", Deed.happened_at, kind="day", shown=False),
        Column("unit", "发生地", OrgUnit.short_name, only="opt"),
        Column(
            "condition",
            "是否牺牲",
            Hero.condition,
            read=lambda row: "是" if row.condition == "dead" else "",
            shown=False,
        ),
        Column("fen", "奖金", paid, kind="money"),
        Column(
            "standing",
            "状态",
            kind="status",
            read=lambda row: "revoked" if row.revoked_on else "valid",
            names={"valid": "有效", "revoked": "已撤销"},
            tones={"valid": "ok", "revoked": "danger"},
        ),
        Column("revoked_on", "撤销日期", kind="day", shown=False),
    ),
    filters=(
        Choice("level", "级别", options=LEVELS),
        Choice("kind", "类型", Deed.kind, options=KINDS),
        Year("year", "授予年份", Honour.conferred_on),
    ),
    search=(Hero.name,),
    finds_by="姓名",
    order=Honour.conferred_on,
    joins=(Honour.hero, Hero.deed),
    beside=(unit_of_deed,),
    extra=(Honour.hero_id, Deed.secret, withheld(Hero.person_id)),
    scope=Deed.reach,
    counter="行",
    empty="没有符合条件的人员。",
)

visits = Register(
    Hero,
    key="heroes.visits",
    name="回访",
    permission="heroes.view",
    show="heroes.show_hero",
    columns=(
        Column("name", "人员", Hero.name, read=whole_name, main=True),
        Column("number", "编号", Deed.number, only="opt", width=24),
        Column("unit", "地区", OrgUnit.short_name),
        Column("visit_due_on", "应回访", kind="day"),
        Column("due", "期限", Hero.visit_due_on, kind="due", exported=False),
    ),
    filters=(Days("due", "应回访", Hero.visit_due_on),),
    search=(Hero.name,),
    finds_by="姓名",
    order=Hero.visit_due_on,
    oldest_first=True,
    joins=(Hero.deed,),
    beside=((OrgUnit, OrgUnit.id == Hero.unit_id),),
    extra=(withheld(Hero.person_id),),
    scope=Deed.reach,
    counter="人",
    empty="没有需要回访的人员。",
)

members = Register(
    AssociationMember,
    key="heroes.members",
    name="会员单位",
    permission="heroes.manage",
    columns=(
        Column("name", "单位", main=True),
        Column("post", "会内职务"),
        Column("contact", "联系人", Contact.name, kind="person"),
        Column("valid_from", "入会日期", kind="day"),
        Column("valid_until", "退会日期", kind="day"),
        Column("left_reason", "退会原因", only="opt", width=30),
    ),
    filters=(
        Choice(
            "standing",
            "状态",
            also={
                "in": ("在会", AssociationMember.valid_until.is_(None)),
                "left": ("已退会", AssociationMember.valid_until.is_not(None)),
            },
        ),
        Days("joined", "入会日期", AssociationMember.valid_from),
    ),
    search=(AssociationMember.name,),
    finds_by="单位名称",
    order=AssociationMember.valid_from,
    joins=((Association, Association.id == AssociationMember.association_id),),
    beside=((Contact, Contact.id == AssociationMember.contact_id),),
    scope=Association.reach,
    counter="家",
    empty="没有符合条件的会员单位。",
)

street = aliased(OrgUnit)
kept = HeroAward.cancelled_on.is_(None)
nominated_and_confirmed = (Count("举荐"), Count("确认", Deed.status.in_(RECOGNISED)))
STATISTICS = Statistics(
    "见义勇为统计",
    Deed,
    "heroes.view",
    (
        Figure(
            "year",
            "按行为年份",
            Axis("年份", local_year(Deed.happened_at), write="{} 年".format),
            nominated_and_confirmed,
        ),
        Figure("kind", "按类型", Axis("类型", Deed.kind, KINDS), nominated_and_confirmed),
        Figure(
            "level",
            "有效称号",
            Axis("级别", Honour.level, LEVELS, whole=True),
            (Count("人数", Honour.revoked_on.is_(None)),),
            of=lambda statement: statement.join(Deed.heroes).join(Hero.honours),
        ),
        Figure(
            "street",
            "按乡镇街道",
            Axis("乡镇街道", street.short_name, write=lambda name: name or "县直"),
            nominated_and_confirmed,
            of=lambda statement: statement.outerjoin(street, street.id == Deed.township_id),
        ),
        Figure(
            "money",
            "奖金（元）",
            Axis("年份", local_year(HeroAward.decided_on), write="{} 年".format),
            (
                Sum("核定", HeroAward.amount_fen, kept),
                Sum("已发放", HeroAward.amount_fen, kept & HeroAward.paid_on.is_not(None)),
                Sum("已追缴", HeroAward.amount_fen, HeroAward.recovered_on.is_not(None)),
            ),
            of=lambda statement: statement.join(Deed.heroes).join(Hero.awards),
        ),
    ),
)

MEMBERS = Import(
    "heroes.members", "导入会员单位", MemberForm, "heroes.manage", AssociationMember, add=Association.admit.take
)
