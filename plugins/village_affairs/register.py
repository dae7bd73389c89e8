"""The lists: matters of villages; editions of their rules, councils, what these did."""

from sqlalchemy import func, select

from plugins.village_affairs.models import Activity, Council, CouncilMember, Covenant, VillageMatter
from plugins.village_affairs.models.council import ACTIVITIES
from plugins.village_affairs.models.covenant import KINDS
from plugins.village_affairs.models.matter_states import KINDS as MATTERS
from plugins.village_affairs.models.matter_states import ORIGINS
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status
from portal.records.ranges import Days
from portal.records.register import Register

serving = (
    select(func.count(CouncilMember.id))
    .where(CouncilMember.council_id == Council.id, CouncilMember.serving(TODAY))
    .scalar_subquery()
)
latest = select(func.max(Activity.on)).where(Activity.council_id == Council.id).scalar_subquery()
ended = Council.ended_on.is_not(None)
PLACE = Column("unit", "村、社区", OrgUnit.short_name, width=16)

matters = Register(
    VillageMatter,
    key="village_affairs.matters",
    name="村级事项",
    permission="village_affairs.view",
    show="village_affairs.show_matter",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "事项", main=True, width=30),
        Column("origin", "动议事由", names=ORIGINS, only="opt"),
        Column("kind", "类别", names=MATTERS, only="opt opt2", width=24),
        Column("status", "状态", kind="status"),
        Column("budget_fen", "预算", kind="money", only="opt"),
        Column("created_at", "登记时间", kind="day"),
        Column("published_until", "公开到", kind="day", shown=False),
        Column("due_on", "完成期限", kind="day", shown=False),
    ),
    filters=(
        by_status(VillageMatter, "没有归档"),
        Choice("kind", "类别", options=MATTERS),
        Days("created", "登记日期", VillageMatter.created_at),
    ),
    search=(VillageMatter.number, VillageMatter.title),
    finds_by="编号、事项",
    order=VillageMatter.created_at,
    hit=("number", "status"),
    empty="没有符合条件的村级事项。",
)

covenants = Register(
    Covenant,
    key="village_affairs.covenants",
    name="村规民约、居民公约",
    permission="village_affairs.view",
    show="village_affairs.show_covenant",
    columns=(
        Column("place", "村、社区", OrgUnit.short_name, main=True, width=16),
        Column("kind", "种类", names=KINDS),
        Column("number", "版次"),
        Column("status", "状态", kind="status"),
        Column("adopted_on", "通过", kind="day", only="opt"),
        Column("filed_on", "报备案", kind="day", only="opt"),
        Column("in_force_from", "施行", kind="day", only="opt"),
    ),
    filters=(
        by_status(Covenant, "没有办结"),
        Choice("kind", "种类", options=KINDS),
        Days("created", "起草日期", Covenant.created_at),
    ),
    search=(OrgUnit.short_name, Covenant.number),
    finds_by="村、社区、版次",
    order=Covenant.created_at,
    joins=((OrgUnit, OrgUnit.id == Covenant.unit_id),),
    hit=("kind", "number", "status"),
    counter="版",
    empty="没有符合条件的规约。",
)

councils = Register(
    Council,
    key="village_affairs.councils",
    name="四会",
    permission="village_affairs.view",
    show="village_affairs.show_council",
    columns=(
        Column("kind", "会", main=True, width=20),
        PLACE,
        Column("serving", "成员", serving, kind="number"),
        Column("latest", "最近活动", latest, kind="day"),
        Column("founded_on", "设立日期", kind="day", only="opt"),
        Column("ended_on", "撤销", kind="day", only="opt opt2"),
    ),
    filters=(
        Choice("standing", "状态", also={"in": ("没有撤销", ~ended), "out": ("已撤销", ended)}),
        Days("founded", "设立日期", Council.founded_on),
    ),
    search=(Council.kind, OrgUnit.short_name),
    finds_by="会、村、社区",
    order=Council.founded_on,
    joins=((OrgUnit, OrgUnit.id == Council.unit_id),),
    hit=("unit",),
    counter="个",
    empty="还没有设立。",
)

activities = Register(
    Activity,
    key="village_affairs.activities",
    name="四会活动台账",
    permission="village_affairs.view",
    show="village_affairs.show_council",
    ident="council_id",
    columns=(
        Column("on", "日期", kind="day"),
        Column("title", "做了什么", main=True, width=30),
        Column("council", "会", Council.kind, width=20),
        PLACE,
        Column("kind", "类别", names=ACTIVITIES, only="opt"),
        Column("people", "参加人", only="opt opt2", width=30),
        Column("outcome", "结果", shown=False, width=40),
    ),
    filters=(Choice("kind", "类别", options=ACTIVITIES), Days("on", "日期", Activity.on)),
    search=(Activity.title, Council.kind, OrgUnit.short_name),
    finds_by="做了什么、会、村、社区",
    order=Activity.on,
    joins=((Council, Council.id == Activity.council_id), (OrgUnit, OrgUnit.id == Council.unit_id)),
    extra=(Activity.council_id,),
    scope=Council.reach,
    counter="次",
    empty="没有符合条件的活动。",
)
