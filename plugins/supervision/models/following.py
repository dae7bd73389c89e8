"""What befalls a case befalls what is asked about it."""

from typing import TYPE_CHECKING

from plugins.supervision.models.states import UNLIFTED
from portal.accounts.models import User
from portal.cases.about import AboutCase
from portal.cases.models import Case
from portal.extensions import db
from portal.records import step

if TYPE_CHECKING:
    from plugins.supervision.models.supervision import Supervision


class FollowsCase(AboutCase):
    """It ends with its case, or goes along with it."""

    @step("随事项终止", of=UNLIFTED, to="ended", needs=None)
    def end(self: "Supervision", why: str, *, by: User | None) -> str:
        """The case was withdrawn, or is not accepted."""
        self._stay_late()
        return why

    @step("转到并入的事项", of=UNLIFTED, needs=None, verb="follow")
    def follow_to(self: "Supervision", case: Case, *, by: User | None) -> str:
        """The case goes on as part of `case`, and so does this."""
        self.case = case
        return case.number

    @classmethod
    def hear(cls, case: Case, verb: str, what: str, by: User | None) -> None:
        """Something befell `case`: withdrawn or refused, what asks about it ends; merged, it goes along, unless the same is asked there."""
        if verb == Case.merge_into.verb and case.merge:
            other = db.session.get_one(Case, case.merge.other_id)
            there = {(each.unit_id, each.target_id) for each in cls.under_way(other)}
            for each in cls.under_way(case):
                if (each.unit_id, each.target_id) in there:
                    each.end(f"{other.number}已有同样的督办。", by=by)
                else:
                    each.follow_to(other, by=by)
        elif verb in (Case.withdraw.verb, Case.decline.verb):
            for each in cls.under_way(case):
                each.end(what, by=by)
