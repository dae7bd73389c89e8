"""统计: shifts and empty posts by department and month, calls, windows and departments by kind. By department, never by person."""

from plugins.centre.blueprint import bp
from plugins.centre.choices import PRESENCES, VIEW
from plugins.centre.models import CALL_STATES, CentreWindow, DepartmentCall, DutyShift, Presence
from plugins.centre.register import placed
from portal.records.figures import Axis, Count, Figure, Ratio, Statistics, Sum, by_month, local_month
from portal.records.statistics import mount_statistics

HELD = Count("班次", DutyShift.status != "cancelled")
DUE = Count("应到岗", DutyShift.status.in_(("staffed", "empty")))
CAME = Count("到岗", DutyShift.status == "staffed")
EMPTY = Count("空岗", DutyShift.was_empty)
RATE = Ratio("空岗率", EMPTY, DUE)
SHIFTS = (HELD, DUE, CAME, EMPTY)
MONTHS = {number: f"{number}月" for number in range(1, 13)}
COME = Count("到场", DepartmentCall.status == "come")
CALLED = Count("呼叫", DepartmentCall.status != "withdrawn")
TOOK = Sum("用时（分钟）", DepartmentCall.minutes, DepartmentCall.status == "come", in_fen=False)


def _of_place(model):
    return lambda user: placed(model)(user, VIEW)


SHIFT_FIGURES = Statistics(
    "值班统计",
    DutyShift,
    VIEW,
    (
        by_month("各月空岗", DutyShift.starts_at, EMPTY),
        Figure("department", "按部门", Axis("部门", DutyShift.department), SHIFTS, ratios=(RATE,)),
        Figure("months", "按月份", Axis("月份", local_month(DutyShift.starts_at), MONTHS), SHIFTS, ratios=(RATE,)),
    ),
    when=DutyShift.starts_at,
    scope=_of_place(DutyShift),
)
CALL_FIGURES = Statistics(
    "随驻呼叫统计",
    DepartmentCall,
    VIEW,
    (
        Figure(
            "department",
            "按部门",
            Axis("部门", DepartmentCall.title),
            (CALLED, COME, TOOK),
            ratios=(Ratio("平均几分钟到", TOOK, COME, "{:.0f}".format),),
        ),
        Figure("state", "按结果", Axis("结果", DepartmentCall.status, CALL_STATES.names), (Count("次数"),)),
    ),
    when=DepartmentCall.called_at,
    scope=_of_place(DepartmentCall),
)
WINDOW_FIGURES = Statistics(
    "窗口统计",
    CentreWindow,
    VIEW,
    (Figure("kind", "按类别", Axis("类别", CentreWindow.kind), (Count("在用的窗口", CentreWindow.status == "open"),)),),
)
PRESENCE_FIGURES = Statistics(
    "入驻统计",
    Presence,
    VIEW,
    (
        Figure(
            "kind",
            "怎么入驻",
            Axis("怎么入驻", Presence.kind, PRESENCES, whole=True),
            (Count("在驻的部门", Presence.status == "open"),),
        ),
    ),
)
for statistics, at, show, crumb in (
    (SHIFT_FIGURES, "shift", "shift", ("值班表", "centre.shifts")),
    (CALL_FIGURES, "call", "call", ("随驻呼叫", "centre.calls")),
    (WINDOW_FIGURES, "window", "window", ("窗口", "centre.windows")),
    (PRESENCE_FIGURES, "presence", "presence", ("入驻部门", "centre.presences")),
):
    mount_statistics(
        bp,
        statistics,
        at=f"/statistics/{at}s",
        show=f"centre.show_{show}",
        ident=f"{show}_id",
        crumb=crumb,
        endpoint=f"{at}_statistics",
    )
