"""事项统计: how many cases were registered, by month, kind and status, in both statistical books."""

from flask import Blueprint

from portal.cases.choices import KINDS, STATISTICAL_KINDS, statistical_kind
from portal.cases.models import Case
from portal.cases.models.states import STATES
from portal.records.figures import Axis, Count, Figure, Statistics, Table, local_month
from portal.records.statistics import mount_statistics

bp = Blueprint("case_reports", __name__, url_prefix="/reports")

by_status = tuple(Count(name, Case.status == key) for key, name in STATES.names.items())
months = {number: f"{number}月" for number in range(1, 13)}
first_level = {name: name for name in KINDS.values()}
judicial = {name: name for name in STATISTICAL_KINDS}


def summary(tables: list[Table]) -> tuple[list[dict], str]:
    """How many in all, and how many of them are settled."""
    counts = dict(zip(STATES.names, next(each.sums for each in tables if each.figure.key == "kind"), strict=True))
    total, settled = sum(counts.values()), counts["resolved"] + counts["archived"]
    if not total:
        return [], "这段时间没有登记事项。"
    still = sum(counts[key] for key in STATES.open)
    strip = [("登记", total), ("办结和归档", settled), ("未办结", still), ("不予受理", counts["declined"])]
    return [
        {"label": label, "value": number} for label, number in strip
    ], f"本辖区登记事项共 {total} 件，按登记时间统计，状态为目前状态。"


STATISTICS = Statistics(
    "事项统计",
    Case,
    "cases.view",
    (
        Figure(
            "month",
            "各月登记事项",
            Axis("月份", local_month(Case.created_at), months, whole=True),
            (Count("件数"),),
            across=True,
        ),
        Figure(
            "kind",
            "政法综治口径",
            Axis("类型", Case.kind, first_level, fold=lambda code: KINDS.get(code[:2], "其他")),
            by_status,
            adds_up=True,
        ),
        Figure(
            "statistical",
            "司法行政统计口径",
            Axis("类型", Case.kind, judicial, fold=statistical_kind),
            by_status,
            adds_up=True,
        ),
    ),
    when=Case.created_at,
    summary=summary,
    scope=lambda user: user.reach(Case, "cases.view"),  # registered here; what was only handed over counts elsewhere
)

mount_statistics(bp, STATISTICS, at="/cases", show="cases.show", ident="case_id", crumb=("统计", "home.reports"))
