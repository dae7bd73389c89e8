"""What comes next with a case: said on top of its page, with what is missing for it and what is there."""

from portal.cases.models import Case
from portal.records.next_step import NextStep

WAITS_FOR = {"sent": "签收", "contested": "的退回由中心主任裁定"}


def next_step(case: Case) -> NextStep | None:
    """Nothing once the case is archived."""
    todo = [
        (f"{each.unit.short_name}{WAITS_FOR.get(each.status, '反馈')}", not each.open)
        for each in case.assignments
        if each.open or each.status == "reported"
    ]
    return NextStep.among(case, todo, case.due_at if case.open else None, _for_whom_it_waits(case))


def _for_whom_it_waits(case: Case) -> str:
    """Where a lead has signed and waits for those who assist it; "" elsewhere."""
    leads = [each for each in case.in_hand if each.status == "acknowledged" and each.awaited]
    if not leads:
        return ""
    lead, others = ("、".join(each.unit.short_name for each in some) for some in (leads, leads[0].awaited))
    return f"等一起办的{others}反馈以后，{lead}再反馈汇总（着急的，请交办单位催办或者收回）"
