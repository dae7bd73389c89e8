"""任务 that a 研判 sets: a unit does something by a day, says what it did, and it is struck off at the next meeting."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, and_, exists, or_, select
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship

from plugins.briefs.choices import DO, EXPORT, VIEW, WRITE
from plugins.briefs.models.targets import targets_of
from plugins.briefs.settings import take_of
from portal import clock
from portal.accounts.models import User
from portal.cases.about import HasCase
from portal.cases.models import Case
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.handed_to import HandedTo
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.briefs.models.brief import Brief

TASK_STATES = States(
    State("planned", "待签发", "info", open=True, way="会上定下", next="研判签发后发出"),
    State("todo", "待完成", "warn", open=True, way="发出", next="责任单位完成后写明办了什么"),
    State("done", "待销项", "info", open=True, way="完成", next="下一次研判会上销项"),
    State("struck", "已销项", "ok", way="销项", final=True),
    State("dropped", "已取消", "neutral"),
)
GIVEN = ("todo", "done", "struck")


class BriefTaskEvent(Entry, db.Model):
    """One entry of the timeline of a task."""

    __tablename__ = "briefs_task_event"
    __table_args__ = (Index("ix_briefs_task_event_task", "task_id", "id"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("briefs_task.id"))

    record: Mapped["BriefTask"] = relationship(back_populates="events")


def _no_meeting(task: "BriefTask") -> str:
    return "" if task.meeting else "还没有起草下一期研判，起草以后在会上销项。"


class BriefTask(HandedTo, HasCase, Record, db.Model):
    """研判任务. It lies in the unit whose 研判 set it; `target` has it to do by `due_on`. `struck_in_id`: the report at whose meeting it was struck off."""

    __tablename__ = "briefs_task"
    __table_args__ = (
        Index("ix_briefs_task_number", "number"),
        Index("ix_briefs_task_county", "county_id", "created_at", "id"),
        Index("ix_briefs_task_township", "township_id", "created_at", "id"),
        Index("ix_briefs_task_target", "target_id", "status", "due_on"),
        Index("ix_briefs_task_unit", "unit_id", "status", "id"),
        *list_indexes("briefs_task", "created_at", "target_id"),
        *waiting_indexes("briefs_task", TASK_STATES, "due_on"),
    )
    permission, states = VIEW, TASK_STATES
    target_alone, target_has, target_knows = DO, (VIEW, EXPORT), GIVEN
    not_the_target = "任务是{}的，只有该单位的工作人员可以办理。"

    brief_id: Mapped[int] = mapped_column(ForeignKey("briefs_brief.id"), index=True)
    title: Mapped[str] = mapped_column(String(100))
    due_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    done_text: Mapped[str] = mapped_column(RedactedText(), default="")
    struck_in_id: Mapped[int | None] = mapped_column(ForeignKey("briefs_brief.id"), index=True)

    brief: Mapped["Brief"] = relationship(back_populates="tasks", foreign_keys=[brief_id])
    events: Mapped[list[BriefTaskEvent]] = relationship(back_populates="record", order_by=BriefTaskEvent.id)

    @property
    def late(self) -> bool:
        """Done after its day, or not done and its day over."""
        return (self.done_on or clock.today()) > self.due_on

    @property
    def line(self) -> list[str]:
        """As the 销项表 has it: number, what, who, by when, how it stands."""
        state = self.status_name + ("，超期" if self.late and self.status != "dropped" else "")
        return [self.number, self.title, self.target.short_name, f"{self.due_on:%m-%d}", state]

    @property
    def meeting(self) -> "Brief | None":
        """The report under way in its unit, at whose meeting it may be struck off."""
        model = type(self).brief.property.mapper.class_
        found = model.under_way_in(self.unit_id)
        return found if found and found.id != self.brief_id else None

    @classmethod
    def before(cls, brief: "Brief") -> "list[BriefTask]":
        """The tasks of the report before `brief` in its unit that went out, and those of earlier ones that are open, or were struck off at its meeting."""
        model = type(brief)
        last = (
            select(model.id)
            .where(model.unit_id == brief.unit_id, model.first_on < brief.first_on, model.status != "void")
            .order_by(model.first_on.desc())
            .limit(1)
            .scalar_subquery()
        )
        earlier = aliased(model)
        of_earlier = exists().where(earlier.id == cls.brief_id, earlier.first_on < brief.first_on)
        wanted = or_(
            cls.brief_id == last, and_(of_earlier, cls.status.in_(("todo", "done"))), cls.struck_in_id == brief.id
        )
        found = select(cls).where(cls.unit_id == brief.unit_id, cls.status.in_(GIVEN), wanted)
        return list(db.session.scalars(found.options(joinedload(cls.target)).order_by(cls.due_on, cls.id)))

    # -- steps -----------------------------------------------------------------------------------------------------

    @begins("定任务", needs=WRITE, refused="您不能给这一期研判定任务。")
    def give(
        cls, brief: "Brief", *, target: OrgUnit, title: str, due_on: date, by: User, case: Case | None = None
    ) -> Moved:
        """定任务 at a meeting: it goes out when the report is signed. Raises RuleError for a report that is signed, a unit that cannot be given one, and a day
        that is over."""
        if not brief.open or brief.status == "signed":
            raise WrongState(f"这一期{brief.status_name}，任务在下一期定。")
        brief.lock_as_read()
        if not any(target.id in units for units in targets_of(brief.unit).values()):
            raise RuleError(f"{target}不能由{brief.unit}定任务，请从列表中选择。", at="target_id")
        if due_on < clock.today():
            raise RuleError("期限已经过了，请改。", at="due_on")
        made = cls(brief=brief, brief_id=brief.id, target=target, target_id=target.id, title=title, due_on=due_on)
        made.case, made.created_at = case, clock.now()
        made.place(brief.unit)
        made.number = take_of(brief.unit, "task", "task_pattern")
        db.session.add(made)
        return Moved(f"{target}，{due_on} 前。", made=made)

    @step("发出", of="planned", to="todo", needs=None)
    def send(self, *, by: User) -> str:
        """With the report that sets it."""
        return f"请{self.target}于 {self.due_on} 前完成。"

    @step("完成", of="todo", to="done", needs=DO, waits=True)
    def finish(self, text: str, *, by: User) -> str:
        """What was done, by the unit itself."""
        return self._told(text, by)

    @step("代报完成", of="todo", to="done", needs=WRITE)
    def enter(self, text: str, *, by: User) -> str:
        """By the unit that set it, of one that works without the portal; another than who enters it strikes it off."""
        return self._told(text, by)

    def _told(self, text: str, by: User) -> str:
        self.done_on, self.done_text, self.done_by_id = clock.today(), text, by.id
        return text

    @step("销项", of="done", to="struck", needs=WRITE, unless=_no_meeting, not_by={"done_by_id": "登记完成的人"})
    def strike(self, *, by: User, note: str = "") -> str:
        """销项 at the meeting of the next report, by another than who said that it is done."""
        meeting = self.meeting
        self.struck_in_id = meeting.id if meeting else None
        return note

    @step("退回继续办", of="done", to="todo", needs=WRITE)
    def renew(self, due_on: date, reason: str, *, by: User) -> str:
        """It is not done yet: until another day. Raises RuleError for a day that is over."""
        if due_on < clock.today():
            raise RuleError("期限已经过了，请改。", at="due_on")
        self.due_on, self.done_on, self.done_by_id = due_on, None, None
        return f"延到 {due_on}。{reason}"

    @step("取消任务", of=("planned", "todo"), to="dropped", needs=WRITE)
    def drop(self, reason: str, *, by: User) -> str:
        """It is not needed any more, or was set by mistake."""
        return reason
