"""What befalls a case befalls what is asked about it."""

from typing import TYPE_CHECKING

from plugins.supervision.models.states import UNLIFTED
from portal.accounts.models import User
from portal.cases.about import FollowsCase
from portal.cases.models import Case
from portal.records import step

if TYPE_CHECKING:
    from plugins.supervision.models.supervision import Supervision


class EndsWithCase(FollowsCase):
    """It ends with its case, or goes along with it."""

    @step("随事项终止", of=UNLIFTED, to="ended", needs=None)
    def end(self: "Supervision", why: str, *, by: User | None) -> str:
        """The case was withdrawn, or is not accepted; or it goes on where the same is asked."""
        self._stay_late()
        return why

    def go_on_in(self: "Supervision", case: Case, *, by: User | None) -> None:
        """Along with its case, unless the same unit asks the same one there."""
        if (self.unit_id, self.target_id) in {(each.unit_id, each.target_id) for each in self.under_way(case)}:
            self.end(f"{case.number}已有同样的督办。", by=by)
        else:
            self.follow_to(case, by=by)

    @classmethod
    def hear(cls, case: Case, verb: str, what: str, by: User | None) -> None:
        """Something befell `case`: withdrawn or refused, what asks about it ends; merged, it goes along, and comes back where that was wrong."""
        cls.hear_of_merging(case, verb, by)
        if verb in (Case.withdraw.verb, Case.decline.verb):
            for each in cls.under_way(case):
                each.end(what, by=by)
