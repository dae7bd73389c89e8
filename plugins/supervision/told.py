"""Who is told of which step of a supervision: the unit that is asked, and whoever oversees it."""

from functools import partial
from typing import TYPE_CHECKING, Any

from plugins.supervision.choices import ANSWER, LIFT, OVERSEE
from portal.notices import Told, holders, nearest

if TYPE_CHECKING:
    from plugins.supervision.models.supervision import Supervision

told = partial(Told, url="/supervision/orders/{id}")


def _target(supervision: "Supervision", made: Any) -> list:
    return [holders(supervision.target, ANSWER)]


def _overseers(supervision: "Supervision", made: Any) -> list:
    return [nearest(supervision.unit, OVERSEE)]


ASKED = told("reminded", "督办本单位，请签收、答复", to=_target)
TOLD = {  # stored verb → who is told
    "open_about": ASKED,
    "start_about": ASKED,
    "climb": told("reminded", "督办升级，请重新答复", to=_target),
    "answer": told("answered", "督办已答复，请审查", to=_overseers),
    "ask": told("answered", "申请督办延期，请决定", to=_overseers),
    "grant": told("answered", "准予督办延期", to=_target),
    "keep": told("back", "不准督办延期", to=_target),
    "send_back": told("back", "督办答复退回，请重新办理", to=_target),
    "propose": told("answered", "提请解除督办，请审核", to=lambda supervision, made: [nearest(supervision.unit, LIFT)]),
    "retain": told("back", "不予解除督办，请重新答复", to=_target),
    "lift": told("closed", "督办已解除", to=_target),
}
