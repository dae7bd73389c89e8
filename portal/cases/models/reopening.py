"""重新办理: a case that was closed is taken up again."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.cases.models.linking import CaseLink, merged_now
from portal.cases.settings import KEY
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.redaction import RedactedText
from portal.settings import settings_of

if TYPE_CHECKING:
    from portal.cases.models.case import Case


class Reopening(db.Model):  # type: ignore[name-defined]
    """重新办理 of a case: by whom, when and why."""

    __tablename__ = "cases_reopening"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), index=True)
    reason: Mapped[str] = mapped_column(RedactedText())
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


def _may_not(case: "Case") -> RuleError | str:
    """As often as the unit allows; what was merged goes on where it went."""
    times = select(func.count(Reopening.id)).where(Reopening.case_id == case.id).scalar_subquery()
    merged = select(func.count(CaseLink.id)).where(merged_now(case.id)).scalar_subquery()
    reopened, gone = db.session.execute(select(times, merged)).one()
    most = settings_of(KEY, case.unit).reopen_times
    if gone:
        return "这件事已经并入另一件，请在那一件里办理；并错了的，撤销并入。"
    return f"已经重新办理过 {reopened} 次，本地规定最多 {most} 次。" if reopened >= most else ""


class Reopened:
    """A closed case that is not archived may be taken up again."""

    @step("重新办理", of=("resolved", "declined"), needs="cases.resolve", unless=_may_not)
    def reopen(self: "Case", reason: str, *, by: User) -> Moved:
        """重新办理: what nobody had accepted waits for that, all else to be handed on; its time runs anew."""
        db.session.add(Reopening(case_id=self.id, reason=reason, by_id=by.id))
        if withdrawal := self.withdrawal:
            withdrawal.until = clock.now()
        self.outcome, self.closed_at, self.visit_by = "", None, None
        if not any(each.verb == "triage" for each in self.events):
            self.run_to_accept()
            return Moved(reason, to="registered")
        self.run_to_handle()
        return Moved(reason, to="triaged")

    @property
    def reopened_at(self: "Case") -> datetime | None:
        """When it was taken up again last."""
        return db.session.scalar(select(func.max(Reopening.at)).where(Reopening.case_id == self.id))
