"""答复、补充、撤回、再反映一次: what passes between the office and whoever reports."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plugins.public_reports.models.deciding import HANDLE, KEPT_APART
from plugins.public_reports.models.holding import hold
from plugins.public_reports.models.signs import signs_of
from plugins.public_reports.models.states import UNDECIDED
from plugins.public_reports.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.cases.awaiting import CLOSED, AnsweredInTime, AwaitsOutcome
from portal.cases.models import Case
from portal.errors import RuleError
from portal.records import Moved, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.public_reports.models.report import Report

MOST_REMARKS = 20


def _too_late(report: "Report") -> str:
    if report.again_at:
        return "这件事已经再反映过一次。还没有解决的，请到窗口，或者拨打 12345。"
    days = rules_of(report.unit).reopen_days
    over = report.answered_at is None or clock.now() > report.answered_at + timedelta(days=days)
    return f"答复已经超过 {days} 日，请重新反映。" if over else ""


def _too_many(report: "Report") -> str:
    said = sum(each.verb == "remark" for each in report.events)
    return f"已经补充过 {said} 次，请到窗口说明。" if said >= MOST_REMARKS else ""


class Answered(AnsweredInTime, AwaitsOutcome):
    """The answer, whose name stands under it, and whether it came in time. `again_at`: when the reporter asked for it once more."""

    waits_in, told_in, read_by = ("accepted", "merged"), ("answered",), "反映人"

    answer: Mapped[str] = mapped_column(RedactedText(), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(40), default="")
    minutes: Mapped[int | None]
    signs: Mapped[str] = mapped_column(String(40), default="")
    again_at: Mapped[datetime | None]

    if TYPE_CHECKING:

        @classmethod
        def of_all_in(cls, case: Case, *statuses: str) -> "list[Report]": ...

        @classmethod
        def answers(cls, case: Case, *, tip_off: bool) -> bool: ...

        def kept_apart(self, text: str) -> str: ...

    @step("反映人补充", of=(*UNDECIDED, "accepted", "merged", "again"), needs=None, unless=_too_many)
    def remark(self: "Report", text: str, *, by: User | None) -> Moved:
        """补充, by number and code; what was asked is answered by it, and the time runs again."""
        said = self.kept_apart(text)
        if self.status != "asked":
            return Moved(said)
        self.go_on()
        return Moved(said, to="seen")

    @step("反映人撤回", of=UNDECIDED, to="withdrawn", needs=None)
    def withdraw(self: "Report", *, by: User | None, reason: str = "") -> str:
        """撤回 by number and code, while nobody has taken it up. Raises RuleError where others go on with it."""
        self.hold()
        if self.others:
            raise RuleError("别人反映的同一件事已经并在一起办理，不能撤回。")
        self.due_at = None
        return reason

    @step("反映人要求再办", of="answered", to="again", needs=None, unless=_too_late)
    def reopen(self: "Report", reason: str, *, by: User | None) -> str:
        """再反映一次, within the days of the unit: it waits at the top of the desk until the case is taken up again."""
        self.again_at, self.stands = clock.now(), False
        self.due_at = self.first_look_due()
        return self.kept_apart(reason)

    @step("重新办理", of="again", to="accepted", needs=HANDLE, waits=True)
    def take_up(self: "Report", *, by: User) -> str:
        """The case is taken up again; where that is not possible any more (archived, or as often as the unit allows), a new one is opened.
        Raises NotAllowed for whoever may not reopen cases."""
        reason = next((each.note for each in reversed(self.events) if each.verb == "reopen"), "")
        self.due_at, self.accepted_at = None, clock.now()
        before = self.case
        if before is not None and before.carrier.open:
            return f"事项 {before.carrier.number} 还在办理，反映人的话已经转达：{reason}"
        if again := self.open_again(f"反映人要求再办：{KEPT_APART if self.tip_off else reason}", by=by):
            return f"重新办理事项 {again.number}。"
        self.case = self.open_case(self.title, by)
        return f"登记为事项 {self.case.number}，承接{before.number if before else '前一次的办理'}。"

    @step("答复", of=("accepted", "merged"), to="answered", needs=None)
    def learn(self: "Report", outcome: str, *, by: User | None) -> Moved:
        """What came of the case, which whoever reported reads at once. In time is what was closed in time."""
        case = self.case and self.case.carrier
        closed_at = (case and case.closed_at) or clock.now()
        self.note_answer(case is None or case.due_at is None or closed_at <= case.due_at)
        self._answer(outcome, by)
        self.signs = signs_of(self, by, closed_at)
        return Moved(outcome, verb="answer_again" if self.again_at else "")

    @step("继续办理", of="answered", to="accepted", needs=None)
    def resume(self: "Report", reason: str, *, by: User | None) -> str:
        """The office took the case up again by itself: there will be another answer."""
        return reason

    @classmethod
    def hear(cls, case: Case, verb: str) -> None:
        """Besides: nobody joins a report to `case`, or merges one into its reports, at this moment. Raises RuleError where, with what `case` took in, the answer
        to a tip-off would pass to somebody else, or is archived what a reporter asked for once more. Flushes."""
        if verb == Case.take_in.verb and all(cls.answers(case, tip_off=each) for each in (True, False)):
            raise RuleError("这两件事的答复要分别告知，不能并在一起，请分别办理。", at="number")
        if verb == Case.archive.verb and (again := cls.of_all_in(case, "again")):
            raise RuleError(f"反映人说没有解决，要求再办，还没有处理：{again[0].number}。请先在群众反映里重新办理。")
        if verb in CLOSED:
            hold(case)
            if found := cls.of_all_in(case, *cls.waits_in):
                hold(*found)
        super().hear(case, verb)

    def close_with(self: "Report", said: str, *, by: User) -> None:
        """It ends here, with an answer: in time when it was decided before the day was over. Flushes."""
        self.hold()
        self.note_answer(self.due_at is None or clock.now() <= self.due_at)
        self._answer(said, by)
        self.due_at = None
        for each in self.others:
            if each.status == "merged":
                each.learn(said, by=by)

    def _answer(self: "Report", said: str, by: User | None) -> None:
        now = clock.now()
        self.answer, self.answered_at, self.answered_by = said, now, by.name if by else ""
        self.minutes = int((now - self.created_at).total_seconds() // 60)
