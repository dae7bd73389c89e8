"""The lists of campaigns, honours and objections, by their day, never by votes or achievements; honours of earlier years from Excel."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from plugins.family_honours.choices import CATEGORIES, HONOURS, NOMINATORS
from plugins.family_honours.forms import EarlierForm
from plugins.family_honours.models import DECIDE, Campaign, FamilyHonour, HonourObjection
from portal.org.models import OrgUnit
from portal.people.masking import mask_name
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.imports import Import
from portal.records.people import Contact, named
from portal.records.ranges import Days, Year
from portal.records.register import Register

VIEW = "family_honours.view"
head = aliased(Contact)


def _number_of(*states: str):
    """How many honours of a campaign stand in `states` (any, without)."""
    held = select(func.count(FamilyHonour.id)).where(FamilyHonour.campaign_id == Campaign.id)
    return (held.where(FamilyHonour.status.in_(states)) if states else held).correlate(Campaign).scalar_subquery()


campaigns = Register(
    Campaign,
    key="family_honours.campaigns",
    name="评选活动",
    title="家庭荣誉评选活动",
    permission=VIEW,
    show="family_honours.show_campaign",
    counter="次",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "名称", main=True),
        Column("kind", "荣誉", names=HONOURS),
        Column("authority", "命名机关", only="opt2"),
        Column("nominates_until", "推荐截止", kind="day", sorts=("soon", "late")),
        Column("quota", "名额", kind="number"),
        Column("nominated", "推荐", _number_of(), kind="number"),
        Column("awarded", "命名", _number_of("awarded"), kind="number"),
        Column("status", "状态", kind="status"),
        Column("document_number", "文号", shown=False),
        Column("unit", "所在地", OrgUnit.short_name, shown=False),
    ),
    filters=(
        by_status(Campaign, "没有结束"),
        Choice("kind", "荣誉", options=HONOURS),
        Year("year", "年份", Campaign.nominates_from),
    ),
    search=(Campaign.number, Campaign.title, Campaign.document_number),
    finds_by="编号、名称、文号",
    order=Campaign.created_at,
    sorts={"soon": (Campaign.nominates_until, True), "late": (Campaign.nominates_until, False)},
    beside=((OrgUnit, OrgUnit.id == Campaign.unit_id),),
    hit=("number", "status"),
    empty="没有符合条件的评选。",
)

reviewable = (FamilyHonour.status == "awarded") & FamilyHonour.review_due_on.is_not(None)
honours = Register(
    FamilyHonour,
    key="family_honours.honours",
    name="家庭荣誉",
    title="家庭荣誉的推荐和命名",
    permission=VIEW,
    show="family_honours.show_honour",
    counter="件",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("named", "家庭、村镇", read=lambda row: row.village or mask_name(row.head or ""), main=True),
        Column("title", "评选"),
        Column("category", "类别", names={"": "", **CATEGORIES}, only="opt"),
        Column("unit", "村、社区", OrgUnit.short_name),
        Column("status", "状态", kind="status"),
        Column("awarded_on", "命名日期", kind="day", sorts=("early", "late")),
        Column("review_due_on", "复查期限", kind="day", only="opt2", sorts=("review", "review_back")),
        Column("certificate", "证书编号", shown=False),
        Column("source", "推荐方式", names=NOMINATORS, shown=False),
        Column("recommended_by", "推荐单位", shown=False),
        Column("created_at", "推荐时间", kind="moment", shown=False),
    ),
    filters=(
        by_status(FamilyHonour, "办理中", review=("要复查的", reviewable)),
        Choice("kind", "荣誉", Campaign.kind, options=HONOURS),
        Choice("category", "类别", options=CATEGORIES),
        Days("awarded", "命名日期", FamilyHonour.awarded_on),
    ),
    search=(FamilyHonour.number, FamilyHonour.title, FamilyHonour.certificate, FamilyHonour.village),
    finds=named(FamilyHonour.head_id),
    finds_by="编号、证书、评选、户主全名、电话",
    order=FamilyHonour.created_at,
    sorts={
        "early": (FamilyHonour.awarded_on, True),
        "late": (FamilyHonour.awarded_on, False),
        "review": (FamilyHonour.review_due_on, True),
        "review_back": (FamilyHonour.review_due_on, False),
    },
    joins=(FamilyHonour.campaign,),
    beside=((head, head.id == FamilyHonour.head_id), (OrgUnit, OrgUnit.id == FamilyHonour.unit_id)),
    extra=(FamilyHonour.village, head.name.label("head")),
    hit=("number", "status"),
    empty="没有符合条件的荣誉。",
)

objections = Register(
    HonourObjection,
    key="family_honours.objections",
    name="评选异议",
    permission=DECIDE,
    show="family_honours.show_objection",
    counter="条",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "评选", main=True),
        Column("received_on", "收到日期", kind="day"),
        Column("due_on", "答复期限", kind="due", read=lambda row: row.due_on if row.status == "raised" else None),
        Column("status", "状态", kind="status"),
        Column("answered_on", "答复日期", kind="day", shown=False),
    ),
    filters=(by_status(HonourObjection, "待答复"), Days("received", "收到日期", HonourObjection.received_on)),
    search=(HonourObjection.number, HonourObjection.title),
    finds_by="编号、评选",
    order=HonourObjection.created_at,
    empty="没有收到异议。",
)

EARLIER = Import(
    "family_honours.earlier",
    "导入历届荣誉",
    EarlierForm,
    DECIDE,
    FamilyHonour,
    add=FamilyHonour.enter_earlier,
    beside=lambda honour: honour.family,
    aliases={
        "name": ("姓名", "家庭"),
        "place": ("所在社区", "社区", "村"),
        "certificate": ("证书号",),
        "one_family": ("一家人",),
    },
)
