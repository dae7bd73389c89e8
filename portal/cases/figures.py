"""事项统计: how many cases were registered, by month, kind and status, in both statistical books, by nature and by the district's own kinds.

What came in twice and was merged counts once, as the case in which it goes on; what was withdrawn is closed, but nobody settled it.
"""

from typing import NamedTuple

from flask import Blueprint
from sqlalchemy import String, and_, cast, func, select

from portal.cases.choices import DISPUTE, KINDS, NATURES, STATISTICAL_KINDS, statistical_kind
from portal.cases.kinds import KindList, kinds_of
from portal.cases.models import Case
from portal.cases.models.linking import all_merged
from portal.cases.models.states import STATES
from portal.cases.models.withdrawing import Withdrawal
from portal.records.figures import Axis, Count, Figure, Statistics, Table, local_month
from portal.records.statistics import mount_statistics

bp = Blueprint("case_reports", __name__, url_prefix="/reports")

WITHDRAWN = "withdrawn"
withdrawn = Case.id.in_(select(Withdrawal.case_id).where(Withdrawal.until.is_(None)))
by_status = (
    *(Count(name, and_(Case.status == key, ~withdrawn)) for key, name in STATES.names.items()),
    Count("申请人撤回", withdrawn),
)
months = {number: f"{number}月" for number in range(1, 13)}
NO_DISPUTE = "不属于纠纷"
natures = {name: name for name in NATURES.values()}
first_level = {name: name for name in (*KINDS.values(), NO_DISPUTE)}
judicial = {name: name for name in (*STATISTICAL_KINDS, NO_DISPUTE)}
what = Case.nature + ":" + func.coalesce(cast(Case.county_id, String), "") + ":" + Case.kind  # one axis for all four


class What(NamedTuple):
    """What a case is about: a value of `what`, taken apart."""

    nature: str
    county: str
    kind: str

    @classmethod
    def of(cls, value: str) -> "What":
        return cls(*value.split(":"))

    @property
    def kinds(self) -> KindList:
        return kinds_of(int(self.county) if self.county else None)


def nature(value: str) -> str:
    return NATURES[What.of(value).nature]


def local(value: str) -> str:
    """The group of the district's list; what was merged is counted with its successor."""
    told = What.of(value)
    return told.kinds.name(told.kinds.current(told.kind)[:2])


def national(value: str) -> str:
    """The first level of the 政法综治 book: what a kind is called here does not matter."""
    told = What.of(value)
    return KINDS.get(told.kinds.national(told.kind)[:2], "其他") if told.nature == DISPUTE else NO_DISPUTE


def judicially(value: str) -> str:
    told = What.of(value)
    kinds = told.kinds
    return (
        statistical_kind(kinds.current(told.kind), kinds.national(told.kind)) if told.nature == DISPUTE else NO_DISPUTE
    )


def summary(tables: list[Table]) -> tuple[list[dict], str]:
    """How many in all, and how many of them are settled."""
    counts = dict(
        zip((*STATES.names, WITHDRAWN), next(each.sums for each in tables if each.figure.key == "kind"), strict=True)
    )
    total, settled = sum(counts.values()), counts["resolved"] + counts["archived"]
    if not total:
        return [], "这段时间没有登记事项。"
    still = sum(counts[key] for key in STATES.open)
    strip = [("登记", total), ("办结和归档", settled), ("未办结", still), ("不予受理", counts["declined"])]
    strip += [("申请人撤回", counts[WITHDRAWN])] if counts[WITHDRAWN] else []
    return [
        {"label": label, "value": number} for label, number in strip
    ], f"本辖区登记事项共 {total} 件，按登记时间统计，状态为目前状态。并入另一件的不再另算，撤回的不算办结。"


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
        Figure("nature", "性质", Axis("性质", what, natures, fold=nature), by_status, adds_up=True),
        Figure("local", "本地类型", Axis("类型", what, fold=local), by_status, adds_up=True),
        Figure("kind", "政法综治口径", Axis("类型", what, first_level, fold=national), by_status, adds_up=True),
        Figure(
            "statistical", "司法行政统计口径", Axis("类型", what, judicial, fold=judicially), by_status, adds_up=True
        ),
    ),
    when=Case.created_at,
    summary=summary,
    # registered here; what was only handed over counts elsewhere
    scope=lambda user: and_(user.reach(Case, "cases.view"), Case.id.not_in(all_merged())),
)

mount_statistics(bp, STATISTICS, at="/cases", show="cases.show", ident="case_id", crumb=("统计", "home.reports"))
