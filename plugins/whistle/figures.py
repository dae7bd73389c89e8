"""统计: whistles by month, kind and caller; of each department how often it was called, came in time, was rated. Units, never persons."""

from plugins.whistle.blueprint import bp
from plugins.whistle.choices import GRADES, KINDS, VIEW
from plugins.whistle.models import Call, Whistle
from portal.cases.models import Assignment
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Statistics, by_month
from portal.records.statistics import mount_statistics

WRONG = Assignment.status == "returned"
CAME = Call.came_at.is_not(None)
IN_TIME = CAME & (Call.came_at <= Whistle.come_by)
TOO_LATE = CAME & (Call.came_at > Whistle.come_by)
STAYED_AWAY = Call.came_at.is_(None) & Call.missed_at.is_not(None)
CALLED = (
    Count("应哨"),
    Count("按时报到", IN_TIME),
    Count("迟到", TOO_LATE),
    Count("未报到", STAYED_AWAY),
    Count("不属本部门", WRONG),
    Count("已反馈", Assignment.status == "reported"),
)


def _calls(found):
    """From the whistles to the departments that they called; what was never sent out called nobody."""
    return found.join(Whistle.calls).join(Call.assignment)


FIGURES = Statistics(
    "吹哨报到统计",
    Whistle,
    VIEW,
    (
        by_month("各月吹哨", Whistle.created_at, Count("吹哨")),
        Figure("kind", "为什么吹哨", Axis("为什么", Whistle.kind, KINDS), (Count("吹哨"),)),
        Figure(
            "caller",
            "按吹哨单位",
            Axis("吹哨单位", OrgUnit.short_name),
            (Count("叫来的部门"), Count("不属所叫部门的", WRONG)),
            of=lambda found: _calls(found).join(OrgUnit, OrgUnit.id == Whistle.unit_id),
        ),
        Figure(
            "called",
            "按应哨部门",
            Axis("应哨部门", OrgUnit.short_name),
            CALLED,
            of=lambda found: _calls(found).join(OrgUnit, OrgUnit.id == Call.unit_id),
        ),
        Figure(
            "grade",
            "对应哨部门的评价",
            Axis("评价", Call.grade, GRADES | {"": "没有评价"}),
            (Count("应哨"),),
            of=_calls,
        ),
        Figure(
            "grade_back",
            "部门对吹哨的评价",
            Axis("评价", Call.grade_back, GRADES | {"": "没有评价"}),
            (Count("应哨"),),
            of=_calls,
        ),
    ),
    when=Whistle.created_at,
    scope=lambda user: Whistle.listed(
        user, VIEW
    ),  # what called the reader's unit is read from its calls, not asked of each whistle
)
mount_statistics(
    bp, FIGURES, at="/statistics", show="whistle.show", ident="whistle_id", crumb=("吹哨报到", "whistle.index")
)
