"""What comes next with a case: said on top of its page, with what is missing for it and what is there."""

from portal.cases.models import Assignment, Case
from portal.records.next_step import NextStep

WAITS_FOR = {"sent": "签收", "contested": "的退回由中心主任裁定"}


def next_step(case: Case) -> NextStep | None:
    """Nothing once the case is archived."""
    todo = [
        (f"{each.unit.short_name}{WAITS_FOR.get(each.status, '反馈')}", not each.open)
        for each in case.assignments
        if each.open or each.status == "reported"
    ]
    return NextStep.among(case, todo, case.due_at if case.open else None, _said(case))


def _said(case: Case) -> str:
    """What the state does not say: that a unit sent it back while others have it; that a lead has signed and waits for those who assist it."""
    if case.came_back and case.in_hands and (back := case.sent_back):
        return f"{_names(back)}退回，另行安排"
    leads = [each for each in case.in_hand if each.status == "acknowledged" and each.awaited]
    if not leads:
        return ""
    return f"等一起办的{_names(leads[0].awaited)}反馈以后，{_names(leads)}再反馈汇总（着急的，请交办单位催办或者收回）"


def _names(assignments: list[Assignment]) -> str:
    return "、".join(dict.fromkeys(each.unit.short_name for each in assignments))
