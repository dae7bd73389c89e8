"""Who is told of what happens to a case: the one table of the cases. Whoever acts is never told of the own step."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from portal.extensions import db
from portal.notices.telling import Told, holders, nearest, person
from portal.org.models import LEVELS, OrgUnit

if TYPE_CHECKING:
    from portal.cases.models.assignment import Assignment
    from portal.cases.models.case import Case

HANDLE = "cases.handle"
told = partial(Told, url="/cases/{id}")


def _handled_by(assignment: "Assignment", made: Any = None) -> list:
    """The unit that has it. What a plugin handles is told by the plugin."""
    return [] if assignment.channel else [holders(assignment.unit, HANDLE)]


def _new_hands(case: "Case", made: "Assignment") -> list:
    return _handled_by(made)


def _whoever_may(permission: str) -> Callable[[Any, Any], list]:
    """Whoever holds `permission` in the unit in charge of the case."""
    return lambda row, made: [nearest(_in_charge(getattr(row, "record", row)), permission)]


def _in_charge(case: "Case") -> OrgUnit:
    """The unit that took the case over; where none did, that in which it lies."""
    if case.charge is None:
        return case.unit
    return db.session.get(OrgUnit, getattr(case, (*LEVELS, "unit_id")[case.charge])) or case.unit


def _its_units(case: "Case") -> Iterable:
    """The units that had it in hand, each once."""
    return (each for row in case.assignments if row.is_held for each in _handled_by(row))


def _everybody(case: "Case", made: Any) -> list:
    """Whoever registered it, and the units that had it."""
    return [person(case.registrar_id), *_its_units(case)]


def _taken_up(case: "Case", made: Any) -> list:
    waits = "cases.triage" if case.status == "registered" else "cases.assign"
    return [nearest(_in_charge(case), waits), *_everybody(case, made)]


def _verified(case: "Case", made: Any) -> list:
    """What was not settled comes back to be handed on, and the units that answered are told."""
    return [nearest(_in_charge(case), "cases.assign"), *_its_units(case)] if case.status == "triaged" else []


def _referred_to(case: "Case", made: Any) -> list:
    return [nearest(each.to_unit, "cases.assign") for each in (case.referral,) if each]


def waiting_on(case: "Case", made: Any = None) -> list:
    """Whoever has it in hand, else whoever takes the next step: who is told that time runs out."""
    needs = {"registered": "cases.triage", "reported": "cases.resolve"}.get(case.status, "cases.assign")
    return [each for row in case.in_hand for each in _handled_by(row)] or [nearest(_in_charge(case), needs)]


OF_CASES = {  # stored verb → who is told
    "assign": told("handed", "交办给本单位，请签收", to=_new_hands),
    "escalate": told("handed", "上报本单位，请接受或者退回", to=_referred_to),
    "delegate": told("handed", "下派本单位，请接受或者退回", to=_referred_to),
    "verify": told("back", "核查没有解决，重新安排", to=_verified),
    "visit": told("rated", "已回访，看看评价", to=lambda case, made: [*_its_units(case)]),
    "reopen": told("reopened", "重新办理", to=_taken_up),
    "resolve": told("closed", "已办结", to=_everybody),
    "decline": told("closed", "不予受理", to=_everybody),
    "withdraw": told("closed", "申请人撤回，已办结", to=_everybody),
}
OF_ASSIGNMENTS = {
    "return": told("back", "承办单位退回，请另行安排", to=_whoever_may("cases.assign")),
    "contest": told("back", "承办单位再次申请退回，请裁定", to=_whoever_may("cases.oversee")),
    "uphold": told("back", "准予退回", to=_handled_by),
    "order": told("back", "不准退回，请继续办理", to=_handled_by),
    "recall": told("back", "派单已收回", to=_handled_by),
    "close_silent": told("back", "超期未反馈，派单已销", to=_handled_by),
    "remind": told("reminded", "催办，请尽快反馈", to=_handled_by),
    "report": told("answered", "承办单位已反馈，请核查", to=_whoever_may("cases.resolve")),
}
OF_REFERRALS = {
    "refer_take": told("answered", "对方已接受", to=lambda row, made: [nearest(row.from_unit, "cases.assign")]),
    "refer_refuse": told("back", "对方退回", to=lambda row, made: [nearest(row.from_unit, "cases.assign")]),
    "refer_undo": told("back", "对方撤回", to=lambda row, made: [nearest(row.to_unit, "cases.assign")]),
}
SOON = told("soon", "快到期", to=waiting_on)
OVERDUE = told("overdue", "已超期", to=waiting_on)
