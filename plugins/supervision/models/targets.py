"""Whom one can ask about a case."""

from portal.cases.models import Case
from portal.org.models import OrgUnit


def answering_for(case: Case) -> list[OrgUnit]:
    """The units that can be asked about `case`: those that have it in hand, else the one in which it lies."""
    return list(dict.fromkeys(each.unit for each in case.in_hand)) or [case.unit]


def not_to_be_asked(asking: OrgUnit, case: Case, target: OrgUnit) -> str:
    """Why `asking` cannot supervise `target` about `case`, or ""."""
    if target not in answering_for(case):
        return f"{target}没有在办这件事，请选正在办理的单位。"
    if target.id == asking.id or not asking.contains(target):
        return f"{target}不是{asking}下面的单位，不能由{asking}督办。"
    return f"{target}已于 {target.closed_on} 撤销，请先另行安排。" if target.closed_on else ""
