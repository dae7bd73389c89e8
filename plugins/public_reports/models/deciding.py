"""首看、受理、不予受理、补问、合并、紧急外转: what whoever handles reports decides about one."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.public_reports.choices import EMERGENCIES
from plugins.public_reports.models.holding import hold
from plugins.public_reports.models.states import UNDECIDED
from plugins.public_reports.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.cases.about import HasCase
from portal.cases.models import Case
from portal.cases.neighbourhood import MATTERS
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.records import Moved, step
from portal.redaction import RedactedText
from portal.workdays.models import load_calendar

if TYPE_CHECKING:
    from plugins.public_reports.models.report import Report

HANDLE = "public_reports.handle"
SOURCE = "scan"
KEPT_APART = "内容见群众反映，限有权限的人查看。"  # what the case of a tip-off says of it


class Decided(HasCase):
    """What was decided, by when it must be, and the case that came of it. `due_at`: until when somebody must look, then decide; nothing runs
    while the reporter was asked (`asked_at`)."""

    due_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    asked_until: Mapped[date | None]
    held_due_at: Mapped[datetime | None]
    question: Mapped[str] = mapped_column(RedactedText(), default="")
    ground: Mapped[str] = mapped_column(RedactedText(120), default="")
    words: Mapped[str] = mapped_column(RedactedText(), default="")
    elsewhere: Mapped[str] = mapped_column(RedactedText(120), default="")

    @declared_attr
    @classmethod
    def looked_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("accounts_user.id"))

    @declared_attr
    @classmethod
    def accepted_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("accounts_user.id"))

    @declared_attr
    @classmethod
    def into_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("public_reports_report.id"), index=True)

    @declared_attr
    @classmethod
    def into(cls) -> Mapped["Report | None"]:
        return relationship("Report", foreign_keys=[cls.into_id], remote_side="Report.id", back_populates="others")

    @declared_attr
    @classmethod
    def others(cls) -> Mapped[list["Report"]]:
        return relationship("Report", foreign_keys=[cls.into_id], back_populates="into", order_by="Report.id")

    @step("首次查看", of="received", to="seen", needs=HANDLE, waits=True)
    def look(self: "Report", *, by: User) -> str:
        """首看: from now on the time to decide runs."""
        self.note_look(by)
        return ""

    @step("受理", of=UNDECIDED, to="accepted", needs=HANDLE, waits=True)
    def accept(self: "Report", title: str, matter: str, *, by: User) -> str:
        """受理: a case of the place, with what was written and the pictures, without a word about who reports; of a tip-off neither `title` nor
        content. Raises NotAllowed, RuleError."""
        self.hold()
        self.note_look(by)
        self.matter, self.accepted_at, self.accepted_by_id, self.due_at = matter, clock.now(), by.id, None
        self.case = self.open_case(title, by)
        for each in self.others:
            each.case = self.case
        return f"登记为事项 {self.case.number}。"

    @step("不予受理", of=UNDECIDED, to="declined", needs=HANDLE)
    def decline(self: "Report", ground: str, words: str, elsewhere: str, *, by: User) -> Moved:
        """不予受理, with one of the reasons of the unit, and where else to turn; so it is for all that were merged into it."""
        self.note_look(by)
        self.ground, self.words, self.elsewhere = ground, words, elsewhere
        said = f"{ground}。{words}" + (f" 可以找：{elsewhere}" if elsewhere else "")
        return Moved(said, then=lambda: self.close_with(said, by=by))

    @step("请反映人补充", of=("received", "seen"), to="asked", needs=HANDLE)
    def ask(self: "Report", question: str, *, by: User) -> str:
        """补问: the time stands still for the days of the unit. The answer is given at `/track`, with number and code."""
        self.note_look(by)
        now = clock.now()
        self.question, self.asked_at, self.held_due_at, self.due_at = question, now, self.due_at, None
        self.asked_until = clock.local(now).date() + timedelta(days=rules_of(self.unit).asked_days)
        return f"{question}（等到 {self.asked_until}）"

    @step("合并", of=UNDECIDED, to="merged", needs=HANDLE, verb="merge")
    def merge_into(self: "Report", other: "Report", *, by: User) -> str:
        """合并: it goes on with `other`; whoever sent it gets that answer. Raises RuleError for itself, another place, one that has no answer to come."""
        self.hold(other)
        if said := self._cannot_go_with(other):
            raise RuleError(said, at="number")
        self.note_look(by)
        self.due_at, self.into, self.case = None, other, other.case
        for each in list(self.others):
            each.into, each.case = other, other.case
        return f"并入{other.number}，答复时一并告知。"

    @step("并入事项", of=UNDECIDED, to="merged", needs=HANDLE, verb="join")
    def join(self: "Report", case: Case, *, by: User) -> str:
        """合并 with a case that is under way already. Raises RuleError for one that is closed, or out of sight, and where the answer to a tip-off
        would pass to somebody else."""
        hold(case)
        db.session.refresh(case)
        self.hold()
        if case.county_id != self.county_id or not case.allows(by, Case.permission):
            raise RuleError("没有找到这个编号的事项，请核对。", at="number")
        if not case.open:
            raise RuleError(f"这件事现在是“{case.status_name}”，不能再并入。", at="number")
        if self.answers(case, tip_off=not self.tip_off):
            raise RuleError("这件来件不能并入这件事项，请单独受理。", at="number")
        self.note_look(by)
        self.due_at, self.case = None, case
        for each in self.others:
            each.case = case
        return f"并入事项 {case.number}，办结时一并告知。"

    @step("紧急外转", of=UNDECIDED, to="referred", needs=HANDLE)
    def refer(self: "Report", whom: str, words: str, *, by: User) -> Moved:
        """紧急外转: told at once to whoever comes out for it."""
        self.note_look(by)
        said = f"已转{EMERGENCIES[whom]}。{words}"
        return Moved(said, then=lambda: self.close_with(said, by=by))

    # -- what the steps have in common -------------------------------------------------------------------------------

    def hold(self: "Report", other: "Report | None" = None) -> None:
        """Nobody else decides about it, or about `other`, in the same moment. How `other` stands, and what is merged into this one, is read anew;
        where this one was changed itself, its version tells. Flushes."""
        hold(self, *([other] if other else []))
        db.session.expire(self, ["others"])
        if other is not None and other is not self:
            db.session.refresh(other)

    def note_look(self: "Report", by: User) -> None:
        """Whoever decides without having looked has looked."""
        if self.looked_at is None:
            self.looked_at, self.looked_by_id = clock.now(), by.id
            days = rules_of(self.unit).decide_days
            self.due_at = load_calendar().due_at(self.created_at, days, "workday")

    def go_on(self: "Report") -> None:
        """The time runs again, longer by as long as it stood still."""
        if self.asked_at and self.held_due_at:
            self.due_at = self.held_due_at + (clock.now() - self.asked_at)
        self.asked_at = self.asked_until = self.held_due_at = None

    def open_case(self: "Report", title: str, by: User) -> Case:
        """A case of the unit of the report; the pictures go with it. That of a tip-off says only where its content is read: more people see
        cases than tip-offs."""
        told = {"title": title, "description": self.text, "location": self.where[:100]}
        if self.tip_off:
            told = {
                "title": f"群众举报（{self.number}）",
                "description": f"{self.number}，{KEPT_APART}",
                "location": "",
            }
        case = Case.bring_in(
            unit=self.unit,
            parties=[],
            by=by,
            nature="report" if self.tip_off else "help",
            kind=MATTERS[self.matter][1],
            source=SOURCE,
            happened_on=clock.local(self.created_at).date(),
            **told,
        )
        for each in () if self.tip_off else self.photos:
            Attachment.take_in(each.clean, subject=case, purpose="photo", by=by, picture=True)
        return case

    def _cannot_go_with(self: "Report", other: "Report") -> str:
        if other is self:
            return "不能并入自己，请填写另一件的编号。"
        if other.county_id != self.county_id or other.tip_off != self.tip_off:
            return "没有找到这个编号的来件，请核对。"
        if other.status == "merged":
            return "那一件自己已经并入别的，请填写它并入的那一件。"
        return "" if other.open else f"那一件现在是“{other.status_name}”，不能再并入。"
