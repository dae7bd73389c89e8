"""What is asked by itself about a case at twice its limit, where a unit above whoever has it in hand has switched that on."""

from plugins.supervision.choices import REMIND
from plugins.supervision.models import Supervision
from plugins.supervision.models.targets import answering_for
from plugins.supervision.settings import rules_of
from portal.cases.models import Case
from portal.org.models import OrgUnit

CAUSE = "unhandled"
DEMANDS = "请说明原因，抓紧办理，在期限内答复。"


def ask(case: Case, what: str) -> None:
    """Ask about `case` the units that have it in hand, or the one in which it lies, on behalf of the unit above each that decided so; `what` is
    the matter. A unit that this one asks already is left alone until that is lifted."""
    asked = {(each.unit_id, each.target_id) for each in Supervision.under_way(case)}
    for target in answering_for(case):
        asking = _asking(target)
        if asking and (asking.id, target.id) not in asked and not target.closed_on:
            Supervision.start_about(
                case,
                asking=asking,
                target=target,
                level=REMIND,
                cause=CAUSE,
                matter=f"{case.number}：{what}",
                demands=DEMANDS,
                by=None,
            )


def _asking(target: OrgUnit) -> OrgUnit | None:
    """The unit above `target` by whose rule it is asked by itself, if any: no unit asks itself."""
    rules = rules_of(target)
    decided = rules.origins["automatic"]
    return decided.unit if rules.automatic == "yes" and decided and decided.unit_id != target.id else None
