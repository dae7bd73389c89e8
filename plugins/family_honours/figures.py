"""统计: what was put forward, named and revoked. Never by family: nobody is ranked."""

from sqlalchemy import Select

from plugins.family_honours.blueprint import bp
from plugins.family_honours.choices import CATEGORIES, HONOURS, NOMINATORS
from plugins.family_honours.models import HONOUR_STATES, Campaign, FamilyHonour
from portal.records.figures import Axis, Count, Figure, Statistics, local_year
from portal.records.statistics import mount_statistics


def _campaigns(statement: Select) -> Select:
    return statement.join(FamilyHonour.campaign)


given = FamilyHonour.awarded_on.is_not(None)


def _given(statement: Select) -> Select:
    return statement.where(given)


put_forward = (
    Count("推荐", FamilyHonour.status != "withdrawn"),
    Count("办理中", FamilyHonour.status.in_(HONOUR_STATES.open)),
    Count("命名", given),
    Count("称号有效", FamilyHonour.status == "awarded"),
)
HONOURED = Statistics(
    "家庭荣誉统计",
    FamilyHonour,
    "family_honours.view",
    (
        Figure("kind", "按荣誉", Axis("荣誉", Campaign.kind, HONOURS, whole=True), put_forward, of=_campaigns),
        Figure(
            "category", "家庭按类别", Axis("类别", FamilyHonour.category, {**CATEGORIES, "": "没有分类"}), put_forward
        ),
        Figure(
            "year",
            "按命名年份",
            Axis("年份", local_year(FamilyHonour.awarded_on), write="{} 年".format),
            (Count("命名"), Count("撤销", FamilyHonour.status == "revoked")),
            of=_given,
        ),
        Figure("source", "按推荐方式", Axis("推荐方式", FamilyHonour.source, NOMINATORS), put_forward),
    ),
)
mount_statistics(
    bp,
    HONOURED,
    at="/statistics",
    endpoint="honour_figures",
    show="family_honours.show_honour",
    ident="honour_id",
    crumb=("家庭荣誉", "family_honours.honours"),
)
