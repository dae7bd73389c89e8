"""督办: whoever oversees a unit asks it about a case, ever more firmly, until what was asked is done."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.supervision.choices import (
    ANSWER,
    BEGUN_AT,
    EXPORT,
    LEVELS,
    LIFT,
    LISTED,
    OVERSEE,
    RAISE,
    REASONS,
    SATISFACTION,
    VIEW,
    next_levels,
)
from plugins.supervision.models.rung import Rung
from plugins.supervision.models.targets import not_to_be_asked
from plugins.supervision.settings import answer_by, take_number
from portal import clock
from portal.accounts.models import User
from portal.cases.about import AboutCase
from portal.cases.models import Case
from portal.columns import named
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step

STATES = States(
    State("issued", "待答复", "warn", open=True, way="督办", next="被督办单位签收、办理、答复"),
    State("asking", "申请延期", "info", open=True, at="issued", next="督办单位决定准不准延期"),
    State("answered", "待审查", "info", open=True, way="答复", next="督办单位审查答复"),
    State("proposed", "待解除", "info", open=True, way="审查", next="由提请解除以外的人解除"),
    State("lifted", "已解除", "ok", way="解除", final=True),
    State("ended", "随事项终止", "neutral"),
)
UNLIFTED = STATES.open
UNANSWERED = ("issued", "asking")
WITH_THE_TARGET = (VIEW, ANSWER, EXPORT)  # rights of the unit that is supervised


class SupervisionEvent(Entry, db.Model):
    """One entry of the timeline of a supervision."""

    __tablename__ = "supervision_event"
    __table_args__ = (Index("ix_supervision_event_supervision", "supervision_id", "id"),)

    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_supervision.id"))

    record: Mapped["Supervision"] = relationship(back_populates="events")


def _signed(supervision: "Supervision") -> str:
    return "已经签收。" if supervision.received_at else ""


def _at_the_top(supervision: "Supervision") -> str:
    return "" if next_levels(supervision.level) else "已经挂牌，没有更高的一级。"


class Supervision(AboutCase, Record, db.Model):
    """督办. It lies in the unit that supervises; `target` is supervised. `level` is the rung on which it stands, `opened_by` None where it started
    by itself; `late` (没有按时答复) once a limit passed that was not answered in time, whatever limit came after it."""

    __tablename__ = "supervision_supervision"
    __table_args__ = (
        Index("ix_supervision_supervision_county", "county_id", "created_at", "id"),
        Index("ix_supervision_supervision_township", "township_id", "created_at", "id"),
        Index("ix_supervision_supervision_target", "target_id", "status", "id"),
        Index("ix_supervision_supervision_case", "case_id", "status"),
    )
    permission, states = VIEW, STATES
    other_verbs = {Rung.hold_talk.verb: Rung.hold_talk.label}

    target_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    level: Mapped[str] = mapped_column(String(10))
    cause: Mapped[str] = mapped_column(String(12))
    due_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    received_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer_text: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[datetime | None]
    assessment: Mapped[str] = mapped_column(Text, default="")
    satisfaction: Mapped[str] = mapped_column(String(4), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    listed_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]

    target: Mapped[OrgUnit] = relationship(foreign_keys=[target_id], lazy="joined")
    opened_by: Mapped[User | None] = relationship(foreign_keys=[opened_by_id])
    rungs: Mapped[list[Rung]] = relationship(back_populates="record", order_by=Rung.id)
    events: Mapped[list[SupervisionEvent]] = relationship(back_populates="record", order_by=SupervisionEvent.id)
    level_name = named("level", LEVELS)
    cause_name = named("cause", REASONS)
    satisfaction_name = named("satisfaction", SATISFACTION)

    @property
    def rung(self) -> Rung:
        """The one on which it stands."""
        return self.rungs[-1]

    def latest(self, level: str) -> Rung | None:
        """The last rung of that level, if it ever stood there."""
        return next((each for each in reversed(self.rungs) if each.level == level), None)

    # -- who sees it -----------------------------------------------------------------------------------------------

    @classmethod
    def reach(cls, user: User, permission: str):
        """Besides those of the place, the unit that is supervised; of that one's rights, `ANSWER` is its alone."""
        units = [each.id for each in user.units_with(permission)] if permission in WITH_THE_TARGET else []
        theirs = cls.target_id.in_(units)
        return theirs if permission == ANSWER else or_(user.reach(cls, permission), theirs)

    def allows(self, user: User, permission: str) -> bool:
        theirs = permission in WITH_THE_TARGET and any(
            each.id == self.target_id for each in user.units_with(permission)
        )
        return theirs if permission == ANSWER else theirs or user.can(permission, self)

    def refusal(self, permission: str) -> str:
        if permission == ANSWER:
            return f"督办的是{self.target}，只有该单位的工作人员可以办理。"
        return super().refusal(permission)

    # -- how it begins, and goes up --------------------------------------------------------------------------------

    @begins("督办", needs=OVERSEE, refused="您不能督办这件事。")
    def open_about(cls, case: Case, *, target: OrgUnit, level: str, by: User, **fields: Any) -> Moved:
        """`target` is asked about `case` by the unit of `by` nearest to it. level: one of BEGUN_AT; fields: cause, matter, demands. Raises RuleError for
        a closed case, a unit that has nothing to do with it or that is not below the one that asks, and one that is asked already."""
        asking = by.offices_over(case, OVERSEE)[0]
        if level not in BEGUN_AT:
            raise RuleError(f"{LEVELS[level]}要从督办单升级，不能一开始就用。", at="level")
        return cls._begun(asking, case, target, level, by, fields)

    @begins("自动督办", needs=None)
    def start_about(cls, case: Case, *, asking: OrgUnit, target: OrgUnit, level: str, by: None, **fields: Any) -> Moved:
        """As `open_about`, by nobody, on behalf of the unit `asking`."""
        return cls._begun(asking, case, target, level, by, fields)

    @classmethod
    def _begun(
        cls, asking: OrgUnit, case: Case, target: OrgUnit, level: str, by: User | None, fields: dict[str, Any]
    ) -> Moved:
        if not case.open:
            raise WrongState(f"这件事{case.status_name}，不用督办。")
        if said := not_to_be_asked(asking, case, target):
            raise RuleError(said, at="target_id")
        case.lock_as_read()
        if any((each.unit_id, each.target_id) == (asking.id, target.id) for each in cls.under_way(case)):
            raise RuleError(f"{asking}已经就这件事督办{target}，还没有解除；要更严的，在那一次里升级。", at="target_id")
        made = cls(case=case, case_id=case.id, target=target, target_id=target.id, created_at=clock.now())
        made.opened_by_id = by.id if by else None
        made.place(asking)
        made.number = take_number(asking)
        made.climb(level, by, **fields)
        db.session.add(made)
        return Moved(f"{LEVELS[level]}：{target}，{REASONS[made.cause]}。{made.rung.matter}", made=made)

    def climb(self, level: str, by: User | None, *, cause: str, matter: str, demands: str) -> None:
        """Stand on the rung `level`, which is to be answered anew."""
        due_at = answer_by(self.unit, level)
        self.level, self.cause, self.due_at, self.received_at = level, cause, due_at, None
        rung = Rung(level=level, cause=cause, matter=matter, demands=demands, due_at=due_at, at=clock.now())
        rung.by_id = by.id if by else None
        self.rungs.append(rung)
        if level == LISTED:
            self.listed_at = clock.now()

    @step("升级督办", of=("issued", "asking", "answered"), to="issued", needs=RAISE, unless=_at_the_top, verb="climb")
    def raise_to(self, level: str, *, cause: str, matter: str, demands: str, by: User) -> str:
        """One rung higher, for one of REASONS. Raises RuleError for what is not the next."""
        if level not in next_levels(self.level):
            raise RuleError(f"现在是{self.level_name}，只能升一级。", at="level")
        self._stay_late()
        self.climb(level, by, cause=cause, matter=matter, demands=demands)
        return f"{LEVELS[level]}，{REASONS[cause]}。{matter}"

    def _stay_late(self) -> None:
        """Before another limit comes: what was not answered by this one stays late."""
        self.late = self.late or (self.status in UNANSWERED and clock.now() > self.due_at)

    # -- what the unit does ----------------------------------------------------------------------------------------

    @step("签收督办", of="issued", needs=ANSWER, unless=_signed, verb="sign")
    def sign_for(self, *, by: User) -> str:
        """签收 by the unit that is supervised."""
        self.received_at = clock.now()
        return f"{self.target}已签收。"

    @step("答复督办", of="issued", to="answered", needs=ANSWER, waits=True)
    def answer(self, text: str, *, by: User) -> str:
        """答复: what was done, and what will be. What was not signed for is."""
        self._stay_late()
        now = clock.now()
        self.received_at, self.answered_at, self.answer_text = self.received_at or now, now, text
        return text

    @step("申请延期", of="issued", to="asking", needs=ANSWER, verb="ask")
    def ask_for_time(self, until: datetime, reason: str, *, by: User) -> str:
        """Raises RuleError for a moment that is not later than the present limit."""
        if until <= self.due_at or until <= clock.now():
            raise RuleError("延期要晚于现在的期限，也不能已经过了。", at="until")
        self.until = until
        return f"延到 {clock.local(until):%Y-%m-%d %H:%M}。{reason}"

    @step("准予延期", of="asking", to="issued", needs=OVERSEE, waits=True)
    def grant(self, *, by: User, note: str = "") -> str:
        """By the unit that supervises."""
        self.due_at, self.until = self.until or self.due_at, None
        return f"延到 {clock.local(self.due_at):%Y-%m-%d %H:%M}。{note}"

    @step("不准延期", of="asking", to="issued", needs=OVERSEE, waits=True, verb="keep")
    def keep_limit(self, reason: str, *, by: User) -> str:
        """With the reason; the limit stays."""
        self.until = None
        return reason

    # -- how it ends -----------------------------------------------------------------------------------------------

    @step("退回重办", of="answered", to="issued", needs=OVERSEE, waits=True)
    def send_back(self, reason: str, *, by: User) -> str:
        """The answer is not enough: it is to be answered anew, in the time of its rung."""
        self.due_at = answer_by(self.unit, self.level)
        return reason

    @step("提请解除", of="answered", to="proposed", needs=OVERSEE, waits=True)
    def propose(self, assessment: str, satisfaction: str, *, by: User) -> str:
        """审查: what was asked is done. satisfaction: what whoever brought the case says, a key of SATISFACTION."""
        self.assessment, self.satisfaction, self.proposed_by_id = assessment, satisfaction, by.id
        return f"{assessment}当事人：{SATISFACTION[satisfaction]}。"

    @step("解除督办", of="proposed", to="lifted", needs=LIFT, not_by={"proposed_by_id": "提请解除的人"}, waits=True)
    def lift(self, *, by: User, note: str = "") -> str:
        """解除, of what is listed 摘牌, by another than the one who asked for it."""
        self.lifted_at = clock.now()
        return ("摘牌。" if self.listed_at else "") + note

    @step("不予解除", of="proposed", to="issued", needs=LIFT, verb="retain")
    def hold_on(self, reason: str, *, by: User) -> str:
        """It is to be answered anew, in the time of its rung."""
        self.due_at = answer_by(self.unit, self.level)
        return reason

    # -- what befalls the case -------------------------------------------------------------------------------------

    @step("随事项终止", of=UNLIFTED, to="ended", needs=None)
    def end(self, why: str, *, by: User | None) -> str:
        """The case was withdrawn, or is not accepted."""
        self._stay_late()
        return why

    @step("转到并入的事项", of=UNLIFTED, needs=None, verb="follow")
    def follow_to(self, case: Case, *, by: User | None) -> str:
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
