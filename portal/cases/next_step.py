"""What comes next with a case: said on top of its page, with what is missing for it and what is there."""

from portal.cases.models import Case
from portal.records.next_step import NextStep
from portal.web.pages.formatting import day

WHAT = {
    "registered": "受理分流，定下类型、分级和由谁办理",
    "triaged": "交给承办单位；当场已经解决的，核查后办结",
    "assigned": "承办单位签收",
    "in_progress": "承办单位办理并反馈结果",
    "reported": "核查反馈的结果，办结；没有解决的再交办",
    "resolved": "归档",
    "declined": "归档",
}


def next_step(case: Case) -> NextStep | None:
    """Nothing once the case is archived."""
    if case.status not in WHAT:
        return None
    until = f"，{day(case.due_at)} 前" if case.open and case.due_at else ""
    lacks, done = [], []
    for each in case.assignments:
        name = each.unit.short_name
        if each.open:
            lacks.append(f"{name}{'签收' if each.status == 'sent' else '反馈'}")
        elif each.status == "reported":
            done.append(f"{name}反馈")
    return NextStep(f"{WHAT[case.status]}{until}。", lacks, done)
