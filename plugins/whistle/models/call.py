"""应哨: a department that was called, when it came, and what each side says of the other.

签收, 不属本部门 and 处置结果 are steps of the assignment that the case has of the department; here stands what goes beyond it.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, and_, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.whistle.choices import ANSWER, BLOW, CALLED, CALLER, GRADES
from plugins.whistle.told import OF_CALLS
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Assignment
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Part, step
from portal.records.people import Contact, contact
from portal.records.waiting import there_is

if TYPE_CHECKING:
    from plugins.whistle.models.whistle import Whistle

OUT, RATED = (
    "blown",
    ("blown", "closed"),
)  # states of the whistle in which a department comes, and in which both sides rate
# written out, as in the partial index
AWAITED_SQL = f"under_way AND (came_at IS NULL OR said_by = '{CALLER}' AND confirmed_at IS NULL)"


def _cannot_come(call: "Call") -> str:
    if not call.holds:
        return "这个部门已经退回或者被收回，不用报到。"
    return "已经登记报到。" if call.came_at else ""


def _not_said_by(side: str):
    """An objection where it is not for the other side of `side` to confirm."""

    def objection(call: "Call") -> str:
        return "" if call.came_at and call.said_by == side and not call.confirmed_at else "没有待确认的报到。"

    return objection


def _not_missing(call: "Call") -> str:
    if call.missed_at:
        return "已经登记未报到。"
    if not call.record.come_by or call.record.come_by > clock.now():
        return "还没有到要求报到的时间。"
    return _cannot_come(call)


def _not_rated_yet(grade: str):
    """An objection where the column `grade` is filled, or there is nothing to rate."""

    def objection(call: "Call") -> str:
        if getattr(call, grade):
            return "已经评价过。"
        if not call.holds:
            return "这个部门没有参加处置，不用评价。"
        return "部门还没有反馈，反馈以后再评价。" if call.assignment and call.assignment.open else ""

    return objection


class Call(Part, db.Model):
    """应哨部门. `came_at` is said by one side (`said_by`) and holds once the other confirmed it. `grade` is what the caller says of the department,
    `grade_back` what that says of the caller. `under_way`: whether the whistle is, so that what is awaited from a department is not sought among all that ever called it."""

    __tablename__ = "whistle_call"
    __table_args__ = (
        Index("ix_whistle_call_whistle", "whistle_id", "id"),
        Index("ix_whistle_call_unit", "unit_id", "id"),
        Index(
            "ix_whistle_call_awaited",
            "unit_id",
            "whistle_id",
            sqlite_where=text(AWAITED_SQL),
            postgresql_where=text(AWAITED_SQL),
        ),
    )

    tells = OF_CALLS

    id: Mapped[int] = mapped_column(primary_key=True)
    whistle_id: Mapped[int] = mapped_column(ForeignKey("whistle_whistle.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("cases_assignment.id"), index=True)
    duty: Mapped[str] = mapped_column(String(200))
    leads: Mapped[bool] = mapped_column(default=False)
    came_at: Mapped[datetime | None]
    people: Mapped[int | None]
    said_by: Mapped[str] = mapped_column(String(6), default="")
    confirmed_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    grade: Mapped[str] = mapped_column(String(4), default="")
    words: Mapped[str] = mapped_column(String(200), default="")
    grade_back: Mapped[str] = mapped_column(String(4), default="")
    words_back: Mapped[str] = mapped_column(String(200), default="")
    under_way: Mapped[bool] = mapped_column(default=True, server_default=true())
    leader_id, leader = contact("报到带队人")

    record: Mapped["Whistle"] = relationship(back_populates="calls")
    unit: Mapped[OrgUnit] = relationship(lazy="joined")
    assignment: Mapped[Assignment | None] = relationship(lazy="joined")
    grade_name = named("grade", GRADES | {"": ""})
    grade_back_name = named("grade_back", GRADES | {"": ""})

    @classmethod
    def awaited_from(cls, units):
        """The condition: one of `units` has still to come, or to confirm that it did, and still has the case in hand. It goes by an index of what is awaited
        alone, and looks up each assignment."""
        held = there_is(Assignment.id == cls.assignment_id, Assignment.held_of_open(units), of=cls)
        return and_(cls.unit_id.in_(units), text(AWAITED_SQL), held)

    @property
    def holds(self) -> bool:
        """Whether the department is still part of it."""
        return self.assignment is not None and self.assignment.is_held

    @property
    def wrong(self) -> bool:
        """Whether it turned out not to be the department's matter."""
        return self.assignment is not None and self.assignment.status == "returned"

    @property
    def late(self) -> bool:
        """Whether it came after it had to."""
        until = self.record.come_by
        return bool(self.came_at and until and self.came_at > until)

    @property
    def standing(self) -> tuple[str, str]:
        """How it stands, in words, and the tone of that."""
        if self.assignment is None:
            return "待审核", "info"
        if self.wrong:
            return "不属本部门", "neutral"
        if self.assignment.status in ("contested", "recalled", "silent", "ended"):
            return self.assignment.status_name, self.assignment.tone
        if self.came_at is None:
            return ("未报到", "danger") if self.missed_at else ("待报到", "warn")
        if not self.confirmed_at:
            return f"报到待{'吹哨单位' if self.said_by == CALLED else '部门'}确认", "info"
        return ("迟到", "warn") if self.late else ("已报到", "ok")

    def entrusted_to(self, user: User, permission: str) -> bool:
        """What the department does, its own people do; the rest is the caller's."""
        if permission != ANSWER:
            return self.record.entrusted_to(user, permission)
        return any(unit.id == self.unit_id for unit in user.units_with(ANSWER))

    def refusal(self, permission: str) -> str:
        if permission == ANSWER:
            return f"这是{self.unit}应哨的，只有该单位的工作人员可以办理。"
        return super().refusal(permission)

    # -- 报到 ------------------------------------------------------------------------------------------------------

    @step("报到", of=OUT, needs=ANSWER, unless=_cannot_come)
    def arrive(self, *, leader: Contact, people: int, at: datetime, by: User) -> str:
        """报到 by the department itself: who leads its people, how many came, when. What it has not signed for is signed for by it. Raises
        RuleError for a moment before the whistle."""
        if self.assignment and self.assignment.status == "sent":
            self.assignment.acknowledge(by=by)
        return self._come(CALLED, leader, people, at)

    @step("登记报到", of=OUT, needs=BLOW, unless=_cannot_come)
    def enter(self, *, leader: Contact, people: int, at: datetime, by: User) -> str:
        """As `arrive`, by the caller on the spot."""
        return self._come(CALLER, leader, people, at)

    def _come(self, side: str, leader: Contact, people: int, at: datetime) -> str:
        out_at = self.record.out_at
        if out_at and at < out_at.replace(second=0, microsecond=0):
            raise RuleError("报到时间不能早于吹哨的时间，请核对。", at="at")
        self.came_at, self.people, self.leader, self.said_by = at, people, leader, side
        return f"{self.unit} {people} 人，{clock.local(at):%Y-%m-%d %H:%M}" + ("，迟到。" if self.late else "。")

    @step("确认报到", of=OUT, needs=BLOW, unless=_not_said_by(CALLED))
    def confirm(self, *, by: User) -> str:
        """By the caller, of what the department said."""
        return self._hold()

    @step("认可报到", of=OUT, needs=ANSWER, unless=_not_said_by(CALLER))
    def agree(self, *, by: User) -> str:
        """By the department, of what the caller entered."""
        return self._hold()

    def _hold(self) -> str:
        self.confirmed_at = clock.now()
        return str(self.unit)

    @step("到场不属实", of=OUT, needs=BLOW, unless=_not_said_by(CALLED))
    def deny(self, reason: str, *, by: User) -> str:
        """By the caller: they were not there."""
        return self._undo(reason)

    @step("报到不属实", of=OUT, needs=ANSWER, unless=_not_said_by(CALLER))
    def contradict(self, reason: str, *, by: User) -> str:
        """By the department: what the caller entered is not so."""
        return self._undo(reason)

    def _undo(self, reason: str) -> str:
        self.came_at = self.people = self.leader = None
        self.said_by = ""
        return f"{self.unit}：{reason}"

    @step("登记未报到", of=OUT, needs=BLOW, unless=_not_missing)
    def miss(self, *, by: User, note: str = "") -> str:
        """The time is over, and nobody came. It still may."""
        self.missed_at = clock.now()
        return f"{self.unit}。{note}"

    # -- 互评 ------------------------------------------------------------------------------------------------------

    @step("评价部门", of=RATED, needs=BLOW, unless=_not_rated_yet("grade"))
    def rate(self, *, grade: str, words: str, by: User) -> str:
        """What the caller says of the department. Raises RuleError for 差 without words."""
        self.grade, self.words = grade, _said(grade, words)
        return f"{self.unit}：{GRADES[grade]}。{words}"

    @step("评价吹哨", of=RATED, needs=ANSWER, unless=_not_rated_yet("grade_back"))
    def rate_back(self, *, grade: str, words: str, by: User) -> str:
        """What the department says of the whistle: whether it was for it, and well prepared. Raises RuleError for 差 without words."""
        self.grade_back, self.words_back = grade, _said(grade, words)
        return f"{self.unit}评价吹哨单位：{GRADES[grade]}。{words}"


def _said(grade: str, words: str) -> str:
    if grade == "poor" and not words:
        raise RuleError("评价“差”的，请写明差在哪里。", at="words")
    return words
