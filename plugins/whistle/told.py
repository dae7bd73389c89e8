"""Who is told of which step of a whistle and of the departments that it calls."""

from functools import partial
from typing import TYPE_CHECKING, Any

from plugins.whistle.choices import ANSWER, APPROVE, BLOW
from portal.notices import Told, holders, nearest

if TYPE_CHECKING:
    from plugins.whistle.models import Call, Whistle

told = partial(Told, url="/whistle/whistles/{id}")


def _approver(whistle: "Whistle", made: Any) -> list:
    """Nobody where it went out at once."""
    return [nearest(whistle.unit, APPROVE)] if whistle.status == "asked" else []


def _departments(whistle: "Whistle", made: Any) -> list:
    """Those that were called, or (`made`) called besides."""
    return [holders(each.unit, ANSWER) for each in made or whistle.calls if each.assignment]


def _street(whistle: "Whistle", made: Any) -> list:
    """Whoever may blow there, by the right of this plugin: what one person is told would stay when it is switched off."""
    return [nearest(whistle.unit, BLOW)]


def _caller(call: "Call", made: Any) -> list:
    return [nearest(call.record.unit, BLOW)]


def _department(call: "Call", made: Any) -> list:
    return [holders(call.unit, ANSWER)]


CALLED = told("handed", "吹哨，请到现场报到", to=_departments)
OF_WHISTLES = {  # stored verb → who is told
    "blow": told("handed", "吹哨待审核", to=_approver),
    "go_out": CALLED,
    "call_more": CALLED,
    "refuse": told("back", "吹哨没有批准", to=_street),
    "withdraw": told("back", "吹哨已撤回，不用报到", to=_departments),
    "close": told("closed", "吹哨已办结", to=_departments),
}
OF_CALLS = {
    "arrive": told("answered", "部门已报到，请确认", to=_caller),
    "contradict": told("back", "部门认为报到登记不属实", to=_caller),
    "enter": told("answered", "街乡登记了报到，请认可", to=_department),
    "deny": told("back", "街乡认为报到不属实", to=_department),
    "miss": told("overdue", "到时间没有报到", to=_department),
    "rate": told("rated", "吹哨单位作了评价", to=_department),
    "rate_back": told("rated", "部门评价了吹哨", to=_caller),
}
