"""统计: batches and visitors of the halls; what was learnt; points that were given and exchanged. Never by family: nobody is ranked."""

from sqlalchemy import Select

from plugins.family_values.blueprint import bp
from plugins.family_values.choices import CATEGORIES, HONOURS, NOMINATORS, POINT_KINDS, PURPOSES, RATINGS, SERIES
from plugins.family_values.models import (
    CAME,
    CLAIM_STATES,
    HONOUR_STATES,
    Booking,
    Campaign,
    Course,
    Enrolment,
    Exchange,
    FamilyHonour,
    Good,
    Hall,
    PointClaim,
    PointRule,
)
from portal.records.figures import Axis, Count, Figure, Statistics, Sum, Table, local_month, local_year
from portal.records.statistics import mount_statistics

MONTHS = {number: f"{number}月" for number in range(1, 13)}
came = Booking.status.in_(CAME)
batches, visitors = Count("批次", came), Sum("人次", Booking.came, came, in_fen=False)
counted = (
    batches,
    visitors,
    Sum("党员", Booking.came_party_members, came, in_fen=False),
    Sum("未成年人", Booking.came_minors, came, in_fen=False),
)


def _halls(statement: Select) -> Select:
    return statement.join(Booking.hall)


def summary(tables: list[Table]) -> tuple[list[dict], str]:
    """Batches and visitors of the whole time."""
    months = next(each for each in tables if each.figure.key == "purpose")
    strip = [
        {"label": measure.label, "value": number, "unit": "批" if measure is batches else "人"}
        for measure, number in zip(counted, months.sums, strict=True)
    ]
    return strip, "按到馆的日子统计，只算签到的批次和实到人数。"


STATISTICS = Statistics(
    "家风馆接待统计",
    Booking,
    "family_values.view",
    (
        Figure(
            "month",
            "各月人次",
            Axis("月份", local_month(Booking.arrived_at), MONTHS, whole=True),
            (visitors, batches),
            across=True,
        ),
        Figure("purpose", "按事由", Axis("事由", Booking.purpose, PURPOSES), counted),
        Figure("hall", "按家风馆", Axis("家风馆", Hall.name), counted, of=_halls),
    ),
    when=Booking.arrived_at,
    summary=summary,
)
mount_statistics(
    bp,
    STATISTICS,
    at="/statistics",
    show="family_values.show_booking",
    ident="booking_id",
    crumb=("家风馆预约", "family_values.index"),
)


def _courses(statement: Select) -> Select:
    return statement.join(Enrolment.course)


attended = Enrolment.status == "attended"
LEARNING = Statistics(
    "课程讲座统计",
    Enrolment,
    "family_values.view",
    (
        Figure(
            "series",
            "按系列",
            Axis("系列", Course.series, SERIES, whole=True),
            (
                Count("报名人次", Enrolment.status.in_(("enrolled", "attended", "absent"))),
                Count("到课人次", attended),
                Count("其中未成年人", attended & Enrolment.age.is_not(None)),
                Sum("学时（分钟）", Enrolment.minutes, attended, in_fen=False),
            ),
            of=_courses,
        ),
        Figure(
            "year",
            "按年份",
            Axis("年份", local_year(Course.starts_at), write="{} 年".format),
            (Count("到课人次", attended), Count("候补", Enrolment.status == "waiting")),
            of=_courses,
        ),
        Figure(
            "rating", "满意度", Axis("评价", Enrolment.rating, {**RATINGS, "": "没有评价"}), (Count("人次", attended),)
        ),
    ),
)
mount_statistics(
    bp,
    LEARNING,
    at="/learning",
    endpoint="learning",
    show="family_values.show_enrolment",
    ident="enrolment_id",
    crumb=("课程讲座", "family_values.courses"),
)


def _rules(statement: Select) -> Select:
    return statement.join(PointClaim.rule)


def _goods(statement: Select) -> Select:
    return statement.join(Exchange.good)


confirmed, taken = PointClaim.status == "confirmed", Exchange.status == "taken"
granted = Sum("确认的分", PointClaim.points, confirmed, in_fen=False)
spent = Sum("兑换的分", Exchange.points, taken, in_fen=False)
of_claims = (Count("登记件数"), Count("确认件数", confirmed), granted)
of_exchanges = (Count("兑换笔数", taken), Sum("数量", Exchange.quantity, taken, in_fen=False), spent)
POINTS = Statistics(
    "家庭积分统计",
    PointClaim,
    "family_values.view",
    (
        Figure(
            "month",
            "各月确认的分",
            Axis("月份", local_month(PointClaim.created_at), MONTHS, whole=True),
            (granted, Count("确认件数", confirmed)),
            across=True,
        ),
        Figure("kind", "按类别", Axis("类别", PointRule.kind, POINT_KINDS), of_claims, of=_rules),
        Figure("rule", "按事项", Axis("事项", PointClaim.title), of_claims),
        Figure("status", "按结果", Axis("结果", PointClaim.status, CLAIM_STATES.names), (Count("件数"),)),
    ),
    when=PointClaim.created_at,
)
EXCHANGED = Statistics(
    "积分兑换统计",
    Exchange,
    "family_values.view",
    (
        Figure(
            "month",
            "各月兑换的分",
            Axis("月份", local_month(Exchange.created_at), MONTHS, whole=True),
            (spent, Count("兑换笔数", taken)),
            across=True,
        ),
        Figure("good", "按物品", Axis("物品", Good.name), of_exchanges, of=_goods),
    ),
    when=Exchange.created_at,
)
mount_statistics(
    bp,
    POINTS,
    at="/points",
    endpoint="points",
    show="family_values.show_claim",
    ident="claim_id",
    crumb=("家庭积分", "family_values.claims"),
)
mount_statistics(
    bp,
    EXCHANGED,
    at="/exchanged",
    endpoint="exchanged",
    show="family_values.show_exchange",
    ident="exchange_id",
    crumb=("积分兑换", "family_values.exchanges"),
)


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
    "family_values.view",
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
    at="/honours/statistics",
    endpoint="honour_figures",
    show="family_values.show_honour",
    ident="honour_id",
    crumb=("家庭荣誉", "family_values.honours"),
)
