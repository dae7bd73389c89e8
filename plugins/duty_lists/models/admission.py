"""准入申请: what is on no list may be asked of communities for a time, when they were heard, two others agreed, and everybody can read it."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.duty_lists.models.edition import APPROVE, MANAGE
from plugins.duty_lists.models.opinion import AdmissionOpinion
from plugins.duty_lists.models.task import DutyTask
from plugins.duty_lists.models.task_states import REGISTER
from plugins.duty_lists.settings import rules_of, take_of
from portal import clock
from portal.accounts.models import User
from portal.columns import Fen
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText
from portal.workdays.arithmetic import last_day, months_after

MOST = 300  # communities that are asked at once
STATES = States(
    State("applied", "待征求意见", "info", open=True, way="申请", next="征求社区意见"),
    State("consulting", "征求意见", "info", open=True, way="征求意见", next="各社区答复，到期或者答复齐了提交审核"),
    State("submitted", "待审核", "warn", open=True, way="审核", next="由另一人审核"),
    State("reviewed", "待审批", "warn", open=True, way="审批", next="由申请、审核以外的人审批"),
    State("approved", "已准入", "ok", way="准入", final=True, next="到期自动失效；每年评估"),
    State("refused", "不予准入", "danger"),
    State("ended", "已退出", "neutral", at="approved"),
    State("withdrawn", "已撤回", "neutral"),
)
OTHERS = {"registered_by_id": "登记申请的人"}


class AdmissionEvent(Entry, db.Model):
    """One entry of the timeline of an application."""

    __tablename__ = "duty_lists_admission_event"
    __table_args__ = (Index("ix_duty_lists_admission_event_admission", "admission_id", "id"),)

    admission_id: Mapped[int] = mapped_column(ForeignKey("duty_lists_admission.id"))

    record: Mapped["Admission"] = relationship(back_populates="events")


def _not_heard(admission: "Admission") -> str:
    """Why it cannot be submitted yet, or ""."""
    left = sum(each.open for each in admission.opinions)
    if not left or (admission.due_on and clock.today() > admission.due_on):
        return ""
    return f"还有 {left} 个社区没有答复，{admission.due_on} 以后可以提交。"


class Admission(Record, db.Model):
    """准入申请 of a department, for all communities below its unit. Reason, standard, way out: 山西 (DOMAIN: reasons, standards and the procedure
    of the exit must be given)."""

    __tablename__ = "duty_lists_admission"
    __table_args__ = (
        Index("ix_duty_lists_admission_number", "number"),
        Index("ix_duty_lists_admission_county", "county_id", "created_at", "id"),
        Index("ix_duty_lists_admission_township", "township_id", "created_at", "id"),
        *list_indexes("duty_lists_admission", "created_at"),
        *waiting_indexes("duty_lists_admission", STATES, "due_on"),
        *waiting_indexes("duty_lists_admission", "status IN ('approved')", "status", "assess_on", name="approved"),
    )
    permission, states = "duty_lists.view", STATES

    title: Mapped[str] = mapped_column(String(80))
    sender: Mapped[str] = mapped_column(String(60))
    why: Mapped[str] = mapped_column(Text)
    law: Mapped[str] = mapped_column(String(200))
    standard: Mapped[str] = mapped_column(Text)
    person_times: Mapped[int] = mapped_column(default=0)
    hours: Mapped[int] = mapped_column(default=0)
    funds_fen: Mapped[Fen] = mapped_column(default=0)
    months: Mapped[int]
    pilot: Mapped[str] = mapped_column(Text, default="")
    exit_terms: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date | None]
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    opinion: Mapped[str] = mapped_column(RedactedText(), default="")
    decision: Mapped[str] = mapped_column(RedactedText(), default="")
    decided_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    assess_on: Mapped[date | None]

    opinions: Mapped[list[AdmissionOpinion]] = relationship(
        back_populates="admission", order_by=AdmissionOpinion.unit_id
    )
    tasks: Mapped[list[DutyTask]] = relationship(
        foreign_keys=[DutyTask.admission_id], back_populates="admission", order_by=DutyTask.id
    )
    events: Mapped[list[AdmissionEvent]] = relationship(back_populates="record", order_by=AdmissionEvent.id)

    # -- what holds ------------------------------------------------------------------------------------------------------

    @classmethod
    def current(cls, on: date) -> ColumnElement[bool]:
        """The condition: it was admitted, and holds on that day."""
        return (cls.status == "approved") & (cls.valid_from <= on) & (cls.valid_until >= on)

    @classmethod
    def rows_for(cls, unit: OrgUnit, on: date) -> Select:
        """What may be asked of `unit` on that day besides the lists."""
        return select(cls).where(cls.current(on), cls.unit_id.in_(unit.ancestor_ids)).order_by(cls.valid_from, cls.id)

    @property
    def tally(self) -> str:
        """同意 3，不同意 1; what nobody said is left out."""
        counted = {name: sum(each.status == key for each in self.opinions) for key, name in AdmissionOpinion.COUNTED}
        return "，".join(f"{name} {count}" for name, count in counted.items() if count)

    # -- steps -----------------------------------------------------------------------------------------------------------

    @begins("登记准入申请", needs=REGISTER)
    def apply(cls, *, unit: OrgUnit, by: User, **fields) -> "Admission":
        """Fields: title, sender, why, law, standard, person_times, hours, funds_fen, months, pilot, exit_terms."""
        return cls._made(unit, by, **fields)

    @begins("提出准入申请", needs=REGISTER, verb="apply_for")
    def apply_for(cls, task: DutyTask, *, by: User, **fields) -> Moved:
        """From a task that is on no list, which waits for it. Raises WrongState."""
        made = cls._made(task.unit, by, **fields)
        db.session.flush()
        task.await_admission(made, by=by)
        return Moved(made=made, note=task.number)

    @classmethod
    def _made(cls, unit: OrgUnit, by: User, **fields) -> "Admission":
        made = cls(registered_by_id=by.id, **fields)
        made.place(unit)
        made.number = take_of(unit, "admission", "admission_pattern")
        db.session.add(made)
        return made

    @step("更正申请", of="applied", needs=REGISTER)
    def correct(self, *, by: User, **fields) -> None:
        """Until the communities are asked. Fields: as in `apply`."""
        for name, value in fields.items():
            setattr(self, name, value)

    @step("征求社区意见", of="applied", to="consulting", needs=REGISTER, waits=True)
    def consult(self, until: date, *, by: User) -> Moved:
        """Ask all communities below its unit, until a day. Raises RuleError for a day past, and where there are none, or too many."""
        if until < clock.today():
            raise RuleError("答复期限已经过了，请核对。", at="until")
        below = select(OrgUnit).where(self.unit.subtree_of(OrgUnit), OrgUnit.kind == "community")
        open_ones = below.where(OrgUnit.closed_on.is_(None)).order_by(OrgUnit.id)
        places = db.session.scalars(open_ones.limit(MOST + 1)).all()
        if not places:
            raise RuleError(f"{self.unit}下面没有村、社区。")
        if len(places) > MOST:
            raise RuleError(f"村、社区超过 {MOST} 个，请按乡镇、街道分别申请。")
        self.due_on = until
        ask = lambda: [AdmissionOpinion.ask(unit=each, admission=self, by=by) for each in places]  # noqa: E731
        return Moved(f"{len(places)} 个村、社区，{until} 前答复。", then=ask)

    @step("提交审核", of="consulting", to="submitted", needs=REGISTER, unless=_not_heard, waits=True)
    def submit(self, *, by: User, note: str = "") -> str:
        """With what was heard; who has not answered by then is noted as such. The days of the decision begin."""
        for each in self.opinions:
            if each.open:
                each.close(by=by)
        self.due_on = last_day(clock.today(), rules_of(self.unit).review_days, "workday")
        return f"{self.tally}。应于 {self.due_on} 前审批。{note}"

    @step("审核", of="submitted", to="reviewed", needs=MANAGE, not_by=OTHERS, waits=True)
    def review(self, opinion: str, *, by: User) -> str:
        """By another than who registered it."""
        self.opinion, self.reviewed_by_id = opinion, by.id
        return opinion

    @step(
        "准予准入",
        of="reviewed",
        to="approved",
        needs=APPROVE,
        not_by=OTHERS | {"reviewed_by_id": "审核的人"},
        waits=True,
    )
    def approve(self, valid_from: date, valid_until: date, *, by: User, note: str = "") -> Moved:
        """From a day to a day; the yearly review is due before. Raises RuleError for days in the wrong order, or more months than applied for."""
        if valid_until <= valid_from:
            raise RuleError("止日应在起日之后。", at="valid_until")
        if valid_until > months_after(valid_from, self.months):
            raise RuleError(
                f"申请的是 {self.months} 个月，最晚到 {months_after(valid_from, self.months)}。", at="valid_until"
            )
        self.valid_from, self.valid_until, self.decision = valid_from, valid_until, note
        self.decided_on, self.due_on = clock.today(), None
        self.assess_on = months_after(valid_from, rules_of(self.unit).assess_months)
        return Moved(f"{valid_from} 至 {valid_until}。{note}", then=lambda: self._tell("admit", by))

    @step("不予准入", of="reviewed", to="refused", needs=APPROVE, not_by=OTHERS | {"reviewed_by_id": "审核的人"})
    def refuse(self, reason: str, *, by: User) -> Moved:
        """The tasks that wait for it are to be returned."""
        self.decision, self.decided_on, self.due_on = reason, clock.today(), None
        return Moved(reason, then=lambda: self._tell("deny", by))

    @step("评估", of="approved", needs=MANAGE)
    def assess(self, text: str, *, by: User) -> str:
        """年度评估: it goes on; the next is due a year later."""
        self.assess_on = months_after(clock.today(), rules_of(self.unit).assess_months)
        return f"继续。{text}下次评估 {self.assess_on}。"

    @step("退出", of="approved", to="ended", needs=MANAGE)
    def exit(self, reason: str, *, by: User) -> str:
        """Before its time."""
        self.valid_until = min(self.valid_until, clock.today()) if self.valid_until else clock.today()
        return reason

    @step("到期退出", of="approved", to="ended", needs=None)
    def expire(self, *, by: User | None) -> str:
        """Its last day is over."""
        return f"{self.valid_until} 到期。"

    @step("撤回", of=("applied", "consulting", "submitted", "reviewed"), to="withdrawn", needs=REGISTER)
    def withdraw(self, reason: str, *, by: User) -> Moved:
        """The department wants it no more."""
        for each in self.opinions:
            if each.open:
                each.close(by=by)
        self.due_on = None
        return Moved(reason, then=lambda: self._tell("deny", by))

    def _tell(self, verb: str, by: User) -> None:
        """Tell the tasks that wait for it."""
        for each in [each for each in self.tasks if each.status == "applying"]:
            getattr(each, verb)(by=by)
