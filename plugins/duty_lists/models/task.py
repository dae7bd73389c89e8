"""下派任务: what somebody above asks of a township or community, checked against the lists before anybody begins."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.duty_lists.choices import ADMITTED, UNLISTED, VERDICTS, WAYS
from plugins.duty_lists.matching import Match, common_pieces, likely
from plugins.duty_lists.models.edition import DutyEdition
from plugins.duty_lists.models.item import DutyItem
from plugins.duty_lists.models.task_states import BARRED, IN_HAND, REGISTER, STATES
from plugins.duty_lists.models.urgent import Urgent
from plugins.duty_lists.settings import rules_of, take_of
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.models import OrgUnit
from portal.records import Entry, Record, begins, step
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText
from portal.typed.likeness import sameness
from portal.typed.titles import title_of

COMPARED = 500  # returned tasks, the latest, with which a new one is compared


class DutyTaskEvent(Entry, db.Model):
    """One entry of the timeline of a task."""

    __tablename__ = "duty_lists_task_event"
    __table_args__ = (Index("ix_duty_lists_task_event_task", "task_id", "id"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("duty_lists_task.id"))

    record: Mapped["DutyTask"] = relationship(back_populates="events")


class DutyTask(Urgent, Record, db.Model):
    """下派任务. `verdict`: the list it was found on (VERDICTS), `item` the row, or `admission` what was admitted for a time; `boundary` and `law` are copied from it, for the list may change.
    `similar`: one that was returned before under another name."""

    __tablename__ = "duty_lists_task"
    __table_args__ = (
        Index("ix_duty_lists_task_number", "number"),
        Index("ix_duty_lists_task_county", "county_id", "created_at", "id"),
        Index("ix_duty_lists_task_township", "township_id", "created_at", "id"),
        Index("ix_duty_lists_task_waiting", "unit_id", "status", "id"),
        *list_indexes("duty_lists_task", "created_at"),
        *waiting_indexes("duty_lists_task", STATES, "due_on"),
    )
    permission, states = "duty_lists.view", STATES
    grave_verbs = ("stop", "force")

    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text, default="")
    sender: Mapped[str] = mapped_column(String(60))
    way: Mapped[str] = mapped_column(String(10), default="letter")
    basis: Mapped[str] = mapped_column(String(200), default="")
    plan_number: Mapped[str] = mapped_column(String(60), default="")
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    verdict: Mapped[str] = mapped_column(String(10), default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("duty_lists_item.id"), index=True)
    admission_id: Mapped[int | None] = mapped_column(ForeignKey("duty_lists_admission.id", use_alter=True), index=True)
    similar_id: Mapped[int | None] = mapped_column(ForeignKey("duty_lists_task.id"), index=True)
    boundary: Mapped[str] = mapped_column(Text, default="")
    law: Mapped[str] = mapped_column(String(270), default="")
    letter_number: Mapped[str] = mapped_column(String(60), default="")
    returned_on: Mapped[date | None]
    proposed: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(RedactedText(), default="")
    forced_by: Mapped[str] = mapped_column(String(60), default="")
    person_times: Mapped[int] = mapped_column(default=0)
    hours: Mapped[int] = mapped_column(default=0)

    item: Mapped[DutyItem | None] = relationship()
    admission: Mapped["Admission | None"] = relationship(foreign_keys=[admission_id], back_populates="tasks")  # noqa: F821
    similar: Mapped["DutyTask | None"] = relationship(remote_side=lambda: DutyTask.id)
    events: Mapped[list[DutyTaskEvent]] = relationship(back_populates="record", order_by=DutyTaskEvent.id)
    way_name = named("way", WAYS)

    @property
    def verdict_name(self) -> str:
        return VERDICTS.get(self.verdict, "")

    @property
    def hit(self) -> str:
        """The list and row that it was found on."""
        if self.admission:
            return f"{self.verdict_name}：{self.admission.about}"
        return self.item.about if self.item else self.verdict_name

    # -- what it is compared with --------------------------------------------------------------------------------------

    def matches(self) -> list[Match]:
        """Rows of the lists in force that it may be about."""
        return matches_of(self.unit, f"{self.title} {self.text}")

    def renamed(self) -> list[Match]:
        """Tasks of this township that were returned and read much the same: sent again under another name."""
        least = rules_of(self.unit).renamed
        place = self.unit.township or self.unit
        before = select(DutyTask).where(
            place.subtree_of(DutyTask), DutyTask.letter_number != "", DutyTask.id != self.id
        )
        found = []
        for each in db.session.scalars(before.order_by(DutyTask.id.desc()).limit(COMPARED)):
            same = max(sameness(self.title, each.title), sameness(self.text, each.text))
            if same >= least:
                words = common_pieces(f"{each.title} {each.text}", f"{self.title} {self.text}")[:3]
                found.append(Match(each, same, tuple(words)))
        return sorted(found, key=lambda each: -each.percent)[:3]

    # -- steps -----------------------------------------------------------------------------------------------------------

    @begins("登记任务", needs=REGISTER)
    def register(cls, *, unit: OrgUnit, title: str, sender: str, received_on: date, by: User, upload=None, **fields):
        """What was handed down. Fields: text, way, basis, plan_number, due_on."""
        made = cls._made(unit, title=title, sender=sender, received_on=received_on, registered_by_id=by.id, **fields)
        if upload:
            Attachment.take_in(upload, subject=made, purpose="task", by=by)
        return made

    @begins("群消息转登记", needs=REGISTER, verb="register_message")
    def paste(cls, *, unit: OrgUnit, sender: str, text: str, by: User) -> "DutyTask":
        """A message of a chat group, pasted whole: its first words are the title."""
        first = next(each.strip() for each in text.splitlines() if each.strip())
        given = {"text": text, "way": "group", "received_on": clock.today(), "registered_by_id": by.id}
        return cls._made(unit, title=title_of(first), sender=sender, **given)

    @classmethod
    def _made(cls, unit: OrgUnit, **fields) -> "DutyTask":
        made = cls(**fields)
        made.place(unit)
        made.number = take_of(unit, "task", "task_pattern")
        db.session.add(made)
        return made

    @step("更正任务", of="received", needs=REGISTER)
    def correct(self, *, by: User, **fields) -> str:
        """What was registered wrongly, before it is checked. Fields: title, text, sender, way, basis, plan_number, received_on, due_on."""
        before = f"{self.sender}《{self.title}》"
        for name, value in fields.items():
            setattr(self, name, value)
        return f"原来是{before}。"

    @step("加附件", of=("received", *BARRED, *IN_HAND), needs=REGISTER)
    def attach(self, upload, *, by: User) -> str:
        """The letter, or a picture of the message."""
        return Attachment.take_in(upload, subject=self, purpose="task", by=by).name

    @step("承接", of="received", to="accepted", needs=REGISTER, waits=True)
    def take_on(
        self,
        *,
        item: DutyItem | None = None,
        admission: "Admission | None" = None,  # noqa: F821
        similar: "DutyTask | None" = None,
        by: User,
    ) -> str:
        """It is on 基本履职 or 网格事项, or was admitted."""
        self.admission = admission
        return self._found(item, ADMITTED, similar)

    @step("附边界承接", of="received", to="conditioned", needs=REGISTER)
    def take_with_boundary(self, *, item: DutyItem, similar: "DutyTask | None" = None, by: User) -> str:
        """It is on 配合履职: its boundary goes with it."""
        self.boundary = "\n".join(each for each in (item.own_duty, item.boundary) if each)
        return self._found(item, "assist", similar)

    @step("拦下", of="received", to="stopped", needs=REGISTER)
    def stop(self, *, item: DutyItem, similar: "DutyTask | None" = None, by: User) -> str:
        """It is on 收回 or the negative list."""
        self.proposed = item.department if item.edition.kind == "withdrawn" else ""
        return self._found(item, item.edition.kind, similar)

    @step("不在清单", of="received", to="unlisted", needs=REGISTER)
    def set_apart(self, *, similar: "DutyTask | None" = None, by: User) -> str:
        """It is on no list."""
        return self._found(None, UNLISTED, similar)

    def _found(self, item: DutyItem | None, verdict: str, similar: "DutyTask | None") -> str:
        self.item, self.similar = item, similar
        self.verdict, self.law = (item.edition.kind, item.law) if item else (verdict, "")
        again = f"和退回过的{similar.number}相似。" if similar else ""
        return f"命中：{self.hit}。{again}"

    @step("重新对照", of=(*BARRED, "accepted", "conditioned"), to="received", needs=REGISTER)
    def check_again(self, reason: str, *, by: User) -> str:
        """The wrong row was chosen."""
        self.item = self.similar = self.admission = None
        self.verdict = self.law = self.boundary = self.proposed = ""
        return reason

    @step("退回", of=BARRED, to="returned", needs=REGISTER, waits=True)
    def send_back(self, reason: str, *, by: User, proposed: str = "") -> str:
        """事项退回函 with a number of its own; `proposed`: who should do it instead."""
        self.letter_number = take_of(self.unit, "letter", "letter_pattern")
        self.returned_on, self.proposed, self.reason = clock.today(), proposed, reason
        return f"{self.letter_number}，{f'建议由{proposed}承接：' if proposed else ''}{reason}"

    @step("强派后承接", of="returned", to="forced", needs=REGISTER)
    def force(self, forced_by: str, reason: str, *, by: User) -> str:
        """The sender insists: who said so, and in which words. It is counted."""
        self.forced_by = forced_by
        return f"{forced_by}：{reason}"

    @step("提出准入申请", of="unlisted", to="applying", needs=None)
    def await_admission(self, admission: "Admission", *, by: User | None) -> str:  # noqa: F821
        """An application was made from it."""
        self.admission = admission
        return admission.number

    @step("已准入", of="applying", to="accepted", needs=None)
    def admit(self, *, by: User | None) -> str:
        """The application was approved."""
        self.verdict = ADMITTED
        return self.admission.number

    @step("不予准入", of="applying", to="unlisted", needs=None)
    def deny(self, *, by: User | None) -> str:
        """The application was refused or taken back: the task is to be returned."""
        number, self.admission = self.admission.number, None
        return number

    @step("办结", of=IN_HAND, to="done", needs=REGISTER, waits=True)
    def finish(self, person_times: int, hours: int, *, by: User, note: str = "") -> str:
        """What it took of the office. Raises RuleError for hours of nobody."""
        if hours and not person_times:
            raise RuleError("填了工时的，人次也要填。", at="person_times")
        self.person_times, self.hours = person_times, hours
        return f"{person_times} 人次，{hours} 小时。{note}"

    @step("作废", of=("received", *BARRED), to="dropped", needs=REGISTER)
    def drop(self, reason: str, *, by: User) -> str:
        """Registered by mistake, or twice."""
        return reason


def matches_of(unit: OrgUnit, text: str) -> list[Match]:
    """Rows of the lists that hold for `unit` today that `text` may be about, the likeliest first."""
    rows = db.session.scalars(DutyEdition.rows_for(unit, clock.today())).all()
    return likely(text, [(each, each.title) for each in rows], rules_of(unit).likely)
