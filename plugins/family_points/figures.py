"""统计: points that were given and exchanged. Never by family: nobody is ranked."""

from sqlalchemy import Select

from plugins.family_points.blueprint import bp
from plugins.family_points.choices import POINT_KINDS
from plugins.family_points.models import CLAIM_STATES, Exchange, Good, PointClaim, PointRule
from portal.records.figures import Axis, Count, Figure, Statistics, Sum, local_month
from portal.records.statistics import mount_statistics

MONTHS = {number: f"{number}月" for number in range(1, 13)}


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
    "family_points.view",
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
    "family_points.view",
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
    at="/statistics",
    endpoint="points",
    show="family_points.show_claim",
    ident="claim_id",
    crumb=("家庭积分", "family_points.claims"),
)
mount_statistics(
    bp,
    EXCHANGED,
    at="/exchanged",
    endpoint="exchanged",
    show="family_points.show_exchange",
    ident="exchange_id",
    crumb=("积分兑换", "family_points.exchanges"),
)
