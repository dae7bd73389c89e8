"""拆分: what came in as one matter and is several; each goes on by itself."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from portal.accounts.models import User
from portal.cases.models.linking import SPLIT, CaseLink
from portal.cases.models.party import Party
from portal.cases.models.states import STATES
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step

if TYPE_CHECKING:
    from portal.cases.models.case import Case

KEPT = ("nature", "source", "happened_on", "location", "level", "urgency", "risk")  # of the case that is split


class Divided:
    """A part of a case may become a case of its own."""

    @step("拆分", of=STATES.open, needs="cases.triage")
    def split(self: "Case", parties: Sequence[Party], reason: str, *, by: User, **entries: Any) -> Moved:
        """拆分: a new case in the same unit with `parties`, who stay here as well; entries: title, kind, description. Raises RuleError where nobody
        would ask for it. Flushes."""
        if not any(each.side == 1 for each in parties) and self.side(1):
            raise RuleError("拆分出来的事项也要有人提出，请至少选一名申请人或者反映人。", at="parties")
        given = {name: getattr(self, name) for name in KEPT} | entries
        made = type(self).bring_in(unit=self.unit, parties=[(each.side, each.who) for each in parties], by=by, **given)
        for party in parties:
            new = made.party_of(party.who)
            new.said = party.said
            new.act_alike(party)
        db.session.flush()
        db.session.add(CaseLink(kind=SPLIT, case_id=self.id, other_id=made.id, reason=reason, by_id=by.id))
        return Moved(f"拆分出{made.number}：{made.title}。{reason}", made=made)
