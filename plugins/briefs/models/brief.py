"""研判: the data of a week or month, frozen; the meeting about it; what was decided, by whom signed, and reported up."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.briefs import data_page
from plugins.briefs.choices import GRADES, JUDGED, NEVER, SIGN, VIEW, WRITE
from plugins.briefs.models.comparing import Compared
from plugins.briefs.models.rows import Attendee, Risk
from plugins.briefs.models.task import BriefTask
from plugins.briefs.period import Period
from plugins.briefs.settings import rules_of, take_of
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText

STATES = States(
    State("drawn", "待会议", "warn", open=True, way="取数", next="开研判会，登记会议和意见"),
    State("returned", "退回修改", "warn", open=True, at="drawn", next="按退回的理由修改，重新登记"),
    State("met", "待签发", "info", open=True, way="会议", next="定任务，由起草以外的人签发"),
    State("signed", "待报送", "info", open=True, way="签发", next="报送上级"),
    State("reported", "已报送", "ok", way="报送", final=True),
    State("void", "已作废", "neutral"),
)
UNSIGNED, AFTER = ("drawn", "returned", "met"), ("signed", "reported")
NOT_VOID = "status <> 'void'"


Taken = tuple[Period, date, dict[str, Any]]  # a data page, of which period, until when


def _take(*, unit: OrgUnit, by: User, on: date | None, early: bool) -> dict[str, Taken]:
    """The data page, for `Brief.start`: in a county it takes long."""
    period, as_of = Brief.period_for(unit, on, early)
    return {"taken": (period, as_of, data_page.take(unit, period, as_of, by))}


class BriefEvent(Entry, db.Model):
    """One entry of the timeline of a 研判."""

    __tablename__ = "briefs_event"
    __table_args__ = (Index("ix_briefs_event_brief", "brief_id", "id"),)

    brief_id: Mapped[int] = mapped_column(ForeignKey("briefs_brief.id"))

    record: Mapped["Brief"] = relationship(back_populates="events")


class Brief(Compared, Record, db.Model):
    """研判 of a unit for a period (`Period.key`). `data` is the frozen data page, of the end of the day `as_of`; `struck` the 销项表, `given` its own
    tasks, as they stood when it was signed. `drafted_by` wrote last."""

    __tablename__ = "briefs_brief"
    __table_args__ = (
        Index("ix_briefs_brief_county", "county_id", "created_at", "id"),
        Index("ix_briefs_brief_township", "township_id", "created_at", "id"),
        Index("ix_briefs_brief_period", "period", "county_id"),
        Index(
            "uq_briefs_brief_unit",
            "unit_id",
            "period",
            unique=True,
            sqlite_where=text(NOT_VOID),
            postgresql_where=text(NOT_VOID),
        ),
        *list_indexes("briefs_brief", "created_at"),
        *waiting_indexes("briefs_brief", STATES, "last_on"),
    )
    permission, states = VIEW, STATES

    title: Mapped[str] = mapped_column(String(80))
    rhythm: Mapped[str] = mapped_column(String(5))
    period: Mapped[str] = mapped_column(String(8))
    first_on: Mapped[date]
    last_on: Mapped[date]
    as_of: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    data: Mapped[dict] = mapped_column(JSON)
    struck: Mapped[list | None] = mapped_column(JSON(none_as_null=True))
    given: Mapped[list | None] = mapped_column(JSON(none_as_null=True))
    met_at: Mapped[datetime | None]
    venue: Mapped[str] = mapped_column(String(100), default="")
    host: Mapped[str] = mapped_column(String(40), default="")
    summary: Mapped[str] = mapped_column(RedactedText(), default="")
    opinion: Mapped[str] = mapped_column(RedactedText(), default="")
    grade: Mapped[str] = mapped_column(String(6), default="")
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    signed_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]

    drafted_by: Mapped[User] = relationship(foreign_keys=[drafted_by_id])
    signed_by: Mapped[User | None] = relationship(foreign_keys=[signed_by_id])
    attendances: Mapped[list[Attendee]] = relationship(
        back_populates="record", order_by=Attendee.id, cascade="all, delete-orphan"
    )
    risks: Mapped[list[Risk]] = relationship(back_populates="record", order_by=Risk.id, cascade="all, delete-orphan")
    tasks: Mapped[list[BriefTask]] = relationship(
        back_populates="brief", foreign_keys=[BriefTask.brief_id], order_by=BriefTask.id
    )
    events: Mapped[list[BriefEvent]] = relationship(back_populates="record", order_by=BriefEvent.id)
    grade_name = named("grade", GRADES)

    @property
    def about_period(self) -> Period:
        """The week or month."""
        return Period(self.rhythm, self.first_on, self.last_on)

    @property
    def task_days(self) -> int:
        """In how many days a task is to be done, unless another day is set."""
        return rules_of(self.unit).values[f"{self.rhythm}_days"]

    @property
    def planned(self) -> list[BriefTask]:
        """Its tasks that go out with the signature."""
        return [each for each in self.tasks if each.status == "planned"]

    @property
    def tasks_before(self) -> list[BriefTask]:
        """What stands in its 销项表: the tasks of the report before, and what is still open of earlier ones. One statement."""
        return BriefTask.before(self)

    @classmethod
    def of(cls, unit: OrgUnit, period: Period) -> "Brief | None":
        """That of `unit` for `period`, if there is one that is not void."""
        return db.session.scalar(
            select(cls).where(cls.unit_id == unit.id, cls.period == period.key, cls.status != "void")
        )

    @classmethod
    def under_way_in(cls, unit_id: int) -> "Brief | None":
        """The earliest of the unit that is not signed."""
        found = select(cls).where(cls.unit_id == unit_id, cls.status.in_(UNSIGNED)).order_by(cls.first_on)
        return db.session.scalars(found).first()

    # -- steps -----------------------------------------------------------------------------------------------------

    @classmethod
    def period_for(cls, unit: OrgUnit, on: date | None, early: bool) -> tuple[Period, date]:
        """Of which period one may be started now, and until when its data are known. Raises RuleError as `start` does."""
        rhythm = rules_of(unit).values.get(unit.kind, NEVER)
        if rhythm == NEVER:
            raise RuleError(f"{unit}不开研判会；要开的，先在设置里写明多久一次。", at="unit_id")
        period = Period.asked(rhythm, on)
        yesterday = clock.today() - timedelta(days=1)
        if period.first > yesterday:
            raise RuleError(f"{period.name}还没有满一天，明天再起草。", at="on")
        if period.last > yesterday and not early:
            raise RuleError(f"{period.name}还没有过完；现在就要起草的，勾选“没有过完也起草”，数据到昨天为止。", at="on")
        if other := cls.of(unit, period):
            raise RuleError(f"{unit}{period.name}已经有研判（{other.number}）。", at="on")
        return period, min(period.last, yesterday)

    @begins("起草研判", needs=WRITE, prepare=_take)
    def start(
        cls, *, unit: OrgUnit, by: User, on: date | None = None, early: bool = False, taken: Taken | None = None
    ) -> Moved:
        """起草: the data of the period in which the day `on` lies (by default the latest that is over) are taken and frozen, up to the end of yesterday at the
        latest. Raises RuleError for a unit that holds none, a period that has not begun, one that is not over unless `early`, and one that has a report."""
        period, as_of = cls.period_for(unit, on, early)
        data = taken[2] if taken and taken[:2] == (period, as_of) else data_page.take(unit, period, as_of, by)
        made = cls(
            title=f"{unit} {period.name}研判",
            rhythm=period.rhythm,
            period=period.key,
            first_on=period.first,
            last_on=period.last,
            as_of=as_of,
            data=data,
            created_at=clock.now(),
            drafted_by=by,
            drafted_by_id=by.id,
        )
        made.summary = data_page.drafted(made.data, period)
        made.place(unit)
        made.number = take_of(unit, "brief", "number_pattern")
        db.session.add(made)
        return Moved(f"数据截至 {as_of}，已冻结。", made=made)

    @step("登记会议", of=("drawn", "returned"), to="met", needs=WRITE, waits=True)
    def hold(self, *, attendances: list[dict], risks: list[str], by: User, **fields: Any) -> str:
        """研判会 was held. attendances: name, post, came, stand_in of each; risks: what may come, one a line; fields: met_at, venue, host, summary, opinion,
        grade. Raises RuleError for a meeting before the data were complete, and where nobody came."""
        return self._write(attendances, risks, by, fields)

    @step("修改", of="met", needs=WRITE)
    def revise(self, *, attendances: list[dict], risks: list[str], by: User, **fields: Any) -> str:
        """As `hold`, until it is signed: whoever writes last does not sign."""
        return self._write(attendances, risks, by, fields)

    def _write(self, attendances: list[dict], risks: list[str], by: User, fields: dict[str, Any]) -> str:
        if clock.local(fields["met_at"]).date() <= self.as_of:
            raise RuleError(f"数据截至 {self.as_of} 24 时，会议要在这以后。", at="met_at")
        if not any(each["came"] for each in attendances):
            raise RuleError("请至少写一名到会的人。", at="attendances")
        for name, value in fields.items():
            setattr(self, name, value)
        self.attendances = [Attendee(**each) for each in attendances]
        self.risks = [Risk(text=each) for each in risks]
        self.drafted_by, self.drafted_by_id = by, by.id
        came = sum(each.came for each in self.attendances)
        return f"到会 {came} 人，缺席 {len(self.attendances) - came} 人。"

    @step("签发", of="met", to="signed", needs=SIGN, not_by={"drafted_by_id": "最后修改的人"}, waits=True)
    def sign(self, *, by: User, note: str = "") -> Moved:
        """签发 by another than who wrote last: from now on nothing in it changes, and its tasks go out."""
        self.lock_as_read()
        self.signed_by, self.signed_by_id, self.signed_at = by, by.id, clock.now()
        self.given = [each.line for each in self.planned]
        self.struck = [each.line for each in self.tasks_before]
        copied = f"研判意见{said}，照样签发。" if (said := self.repeated(by)) else ""
        return Moved(copied + note, then=lambda: self._send(by))

    def _send(self, by: User) -> None:
        for each in self.planned:
            each.send(by=by)

    @step("退回修改", of="met", to="returned", needs=SIGN)
    def send_back(self, reason: str, *, by: User) -> str:
        """With what is to be changed."""
        return reason

    @step("报送上级", of="signed", to="reported", needs=WRITE, waits=True)
    def report_up(self, *, by: User, note: str = "") -> str:
        """报送: the unit above sees that it came."""
        self.reported_at = clock.now()
        return f"报送{self.unit.parent}。{note}" if self.unit.parent else note

    @step("作废", of=UNSIGNED, to="void", needs=WRITE)
    def discard(self, reason: str, *, by: User) -> Moved:
        """作废, as where the data were taken too early: another may be started for the period. Its tasks, which have not gone out, go with it."""
        self.lock_as_read()
        return Moved(reason, then=lambda: [each.drop(reason, by=by) for each in self.planned])

    # -- 命中、漏报 ------------------------------------------------------------------------------------------------

    @step("风险后来怎样", of=AFTER, needs=WRITE)
    def judge(self, risk: Risk, outcome: str, *, by: User, note: str = "") -> str:
        """Whether what was foretold came; the last word counts. outcome: a key of JUDGED."""
        if risk.outcome == "missed":
            raise RuleError("这一条是漏报，不用再确认。")
        risk.outcome, risk.judged_at, risk.judged_by_id = outcome, clock.now(), by.id
        return f"{risk.text}：{JUDGED[outcome]}。{note}"

    @step("登记漏报", of=AFTER, needs=WRITE)
    def miss(self, text: str, *, by: User) -> str:
        """漏报: what came within the time it looks ahead to, and was not foretold."""
        self.risks.append(Risk(text=text, outcome="missed", judged_at=clock.now(), judged_by_id=by.id))
        return text
