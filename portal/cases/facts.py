"""What is known of a case, as its pages show it."""

from portal.cases.choices import LEVELS
from portal.cases.models import Case
from portal.cases.sources import source_name
from portal.people.publishing import as_readable
from portal.web.pages.formatting import day, moment


def head(case: Case) -> dict:
    """What stands above everything else."""
    return {
        "id": case.id,
        "title": case.title,
        "number": case.number,
        "status_name": case.status_name,
        "tone": case.tone,
        "due_at": case.due_at if case.open else None,
        "ended": f"{day(case.closed_at)} {'不予受理' if case.status == 'declined' else '办结'}"
        if case.closed_at
        else "",
        "outcome": as_readable(case.outcome, case),
        "description": as_readable(case.description, case),
    }


def facts(case: Case) -> list[tuple[str, str]]:
    """Label by label."""
    return [
        ("性质", case.nature_name),
        ("类型", case.kind_name),
        ("统计口径", case.statistical_kind),
        ("分级", LEVELS[case.level]),
        ("来源", source_name(case.source)),
        ("所在单位", str(case.unit)),
        *((label, value) for label, value in case.weighed().items() if value),
        ("发生日期", day(case.happened_on)),
        ("具体地点", case.location),
        ("登记人", f"{case.registrar.name}　{moment(case.created_at)}"),
        ("办理时限", _time(case)),
    ]


def _time(case: Case) -> str:
    """How long it may take and by which rule; 暂定 where holidays of a year are not published yet."""
    if not case.open or not case.clock_period:
        return ""
    tentative = "；暂定：放假安排还没有公布，公布以后重算" if case.tentative else ""
    return f"{case.clock_period}（{case.clock_basis}{tentative}）"
