"""回复: what came of the case, told to the platform; 重办 and what the office takes up again by itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column, selectinload
from werkzeug.datastructures import FileStorage

from plugins.hotline.choices import HANDLE
from plugins.hotline.models.accepting import STARTS
from plugins.hotline.models.states import UNDER_WAY
from plugins.hotline.settings import within
from portal import clock
from portal.accounts.models import User
from portal.cases.awaiting import AnsweredInTime, AwaitsOutcome
from portal.cases.models import Case
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.models import OrgUnit
from portal.records import Moved, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.hotline.models.order import Order

EVIDENCE = "evidence"


def _told(order: "Order") -> WrongState | str:
    return WrongState("已经登记过报送平台。") if order.uploaded_at else ""


class Answered(AnsweredInTime, AwaitsOutcome):
    """The answer as it was sent: what was done, whether the caller was spoken to and it is solved, when it was written and when the platform had it.
    `redone`: how often the platform sent it back to be done again; it `stands` until then."""

    waits_in, told_in = UNDER_WAY, ("ready", "answered")
    other_verbs = {"answer_again": "再次回复"}

    result: Mapped[str] = mapped_column(RedactedText(), default="")
    reached: Mapped[bool | None]
    resolved: Mapped[bool | None]
    unresolved_reason: Mapped[str] = mapped_column(RedactedText(), default="")
    answered_at: Mapped[datetime | None]
    uploaded_at: Mapped[datetime | None]
    redone: Mapped[int] = mapped_column(default=0)

    @step("事项办结", of=UNDER_WAY, to="ready", needs=None)
    def learn(self: "Order", outcome: str, *, by: User | None) -> str:
        """The case has a result, of which the answer is made."""
        return outcome

    @step("填写回复", of="ready", to="answered", needs=HANDLE, waits=True)
    def answer(
        self: "Order",
        result: str,
        reached: bool,
        resolved: bool,
        *,
        by: User,
        unresolved_reason: str = "",
        uploads: Sequence[FileStorage] = (),
    ) -> Moved:
        """The answer, with the files that prove it. Raises RuleError for a file that cannot be taken, and where something unsolved has no reason."""
        if not resolved and not unresolved_reason:
            raise RuleError("没有解决的，请写明原因。", at="unresolved_reason")
        before, self.answered_at, self.uploaded_at = self.answered_at, clock.now(), None
        self.result, self.reached, self.resolved = result, reached, resolved
        self.unresolved_reason = "" if resolved else unresolved_reason
        self.note_answer(self.answered_at <= self.due_at)
        for each in uploads:
            Attachment.take_in(each, subject=self, purpose=EVIDENCE, by=by)
        return Moved(result, verb="answer_again" if before else "")

    @step("登记已报平台", of="answered", needs=HANDLE, unless=_told)
    def upload(self: "Order", *, by: User, note: str = "") -> str:
        """The platform has the answer."""
        self.uploaded_at = clock.now()
        return note

    @step("登记重办", of="answered", to="again", needs=HANDLE)
    def redo(self: "Order", reason: str, *, by: User, wanted_by: datetime | None = None) -> Moved:
        """重办: the platform sends it back. The case is taken up again; where that is not possible any more (archived, or as often as the unit
        allows), a new one is opened. Raises NotAllowed for whoever may not reopen cases, RuleError for a time that is over."""
        now = clock.now()
        until = wanted_by or within(self.unit, "days", now)
        if until <= now:
            raise RuleError("要求回复的时间已经过去，请核对。", at="wanted_by")
        self.begin_term(now, until)
        self.redone, self.stands, self.uploaded_at = self.redone + 1, False, None
        return Moved(reason, then=lambda: self._take_up(reason, by))

    @step("继续办理", of=("ready", "answered"), to="accepted", needs=None)
    def resume(self: "Order", reason: str, *, by: User | None) -> str:
        """The case was taken up again, though nobody asked that of this order: there will be another answer. Of one that was answered the platform wants none,
        and it has time anew."""
        if self.stands:
            now = clock.now()
            self.begin_term(now, within(self.unit, "days", now))
        return reason

    @classmethod
    def hear(cls, case: Case, verb: str) -> None:
        """Besides: where the time of `case` runs anew, or more orders came to it, they bind it."""
        super().hear(case, verb)
        if verb in STARTS:
            cls.bind(case)

    @classmethod
    def catch_up(cls, unit: OrgUnit) -> None:
        """Besides: what is under way binds its case, whose time may have begun meanwhile."""
        super().catch_up(unit)
        under_way = select(cls).where(unit.subtree_of(cls), cls.status.in_(UNDER_WAY)).options(selectinload(cls.case))
        for case in {each.case.carrier for each in db.session.scalars(under_way).unique().all()}:
            cls.bind(case)

    def _take_up(self: "Order", reason: str, by: User) -> None:
        if case := self.open_again(f"{self.from_where}要求重办：{self.kept_apart(reason)}", by=by):
            self.bind(case)
        else:
            asked = next((each.person for each in self.case.side(1) if each.person and not each.person.erased_at), None)
            self.case = self.open_case(by, asked)
