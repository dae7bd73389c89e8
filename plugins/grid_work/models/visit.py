"""走访记录: whom one met, what was said, and what becomes of it. Written down once; a case, a change of data, the progress of a case point at it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.grid_work.choices import MANAGE, MET, VIEW, VISIT, WAYS
from portal import clock
from portal.accounts.models import User
from portal.cases.about import HasCase
from portal.cases.awaiting import AwaitsOutcome
from portal.cases.models import Case
from portal.cases.neighbourhood import MATTERS
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.grid_work.models.home import VisitedHome

SOURCE = "grid_visit"
STATES = States(
    State("noted", "已记录", "ok"),
    State("found", "有事待办", "warn", open=True, next="能办的当场办好，办不了的转为事项"),
    State("changed", "待更新信息", "warn", open=True, next="核对以后更新户、人口、房屋的登记"),
    State("reported", "已转事项", "info", open=True, next="等承办单位办结，结果会写在这里"),
    State("linked", "已记入事项", "ok"),
    State("settled", "当场办好", "ok"),
    State("answered", "已有结果", "ok"),
    State("updated", "信息已更新", "ok"),
    State("dropped", "已作废", "neutral"),
)


class HomeVisitEvent(Entry, db.Model):
    """One entry of the timeline of a visit."""

    __tablename__ = "grid_work_visit_event"
    __table_args__ = (Index("ix_grid_work_visit_event_visit", "visit_id", "id"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("grid_work_visit.id"))

    record: Mapped["HomeVisit"] = relationship(back_populates="events")


def _said(title: str) -> str:
    if not title.strip():
        raise RuleError("有事要办、信息有变化的，写明是什么。", at="title")
    return title.strip()


def _gone(visit: "HomeVisit") -> str:
    """What is true of a household now is not told, and not changed, by a visit of before in another place."""
    return (
        ""
        if visit.home.unit_id == visit.unit_id
        else "这一户已经迁到别的网格，请由那里办理；还要办的，另行登记事项以后记入。"
    )


def _nobody(visit: "HomeVisit") -> str:
    if gone := _gone(visit):
        return gone
    return "" if visit.home.person else "这一户没有登记联系人，没有当事人可登记，请在“登记事项”里办理。"


class HomeVisit(HasCase, AwaitsOutcome, Record, db.Model):
    """走访记录. No track, no clocking in, no photo (国办函〔2026〕12号). `late`: entered afterwards, from paper."""

    __tablename__ = "grid_work_visit"
    __table_args__ = (
        Index("ix_grid_work_visit_county", "county_id", "on", "id"),
        Index("ix_grid_work_visit_township", "township_id", "on", "id"),
        Index("ix_grid_work_visit_home", "home_id", "on", "id"),
        *list_indexes("grid_work_visit", "on"),
        *waiting_indexes("grid_work_visit", STATES, "on"),
    )
    permission, states = VIEW, STATES
    waits_in, told_in = ("reported",), ("answered",)
    grave_verbs = ("drop",)
    keeping = Keeping(
        name="走访记录",
        since=lambda: HomeVisit.on,
        over=lambda: HomeVisit.status.not_in(STATES.open) & (HomeVisit.text != ""),
        forget=lambda visit: visit.forget(),
        does="去除记录的内容，日期和是否见到保留，用于统计",
        called="id",
    )

    home_id: Mapped[int] = mapped_column(ForeignKey("grid_work_home.id"))
    on: Mapped[date]
    met: Mapped[str] = mapped_column(String(8))
    way: Mapped[str] = mapped_column(String(8), default="door")
    text: Mapped[str] = mapped_column(RedactedText(300), default="")
    title: Mapped[str] = mapped_column(String(60), default="")
    matter: Mapped[str] = mapped_column(String(10), default="other")
    late: Mapped[bool] = mapped_column(default=False)
    recorder_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    home: Mapped["VisitedHome"] = relationship(lazy="joined", innerjoin=True)
    recorder: Mapped[User] = relationship()
    events: Mapped[list[HomeVisitEvent]] = relationship(back_populates="record", order_by=HomeVisitEvent.id)

    @begins("记走访", needs=None)
    def note(cls, *, home: "VisitedHome", on: date, met: str, way: str, text: str, late: bool, by: User) -> Moved:
        """Of `VisitedHome.visit`, which asks the right and has checked it."""
        visit = cls(home=home, recorder=by, recorder_id=by.id, on=on, met=met, way=way, text=text, late=late)
        visit.title = visit.called
        visit.place(home.unit)
        db.session.add(visit)
        return Moved(made=visit)

    @classmethod
    def latest(cls, homes: Collection[int], user: User, most: int) -> list["HomeVisit"]:
        """The last visits to `homes`, of which `user` sees those of the places where they may. Asked by household alone: its index holds the order; where the
        place is in the question too, a database may read all visits of the place instead."""
        rows = select(cls).where(cls.home_id.in_(homes)).order_by(cls.on.desc(), cls.id.desc()).limit(most)
        return [each for each in db.session.scalars(rows).unique() if each.allows(user, VIEW)]

    @property
    def called(self) -> str:
        """As long as nothing was found."""
        return f"{self.met_name}，{self.way_name}"

    def home_for(self, user: User) -> "VisitedHome | None":
        """The household, where `user` may see it: it may have moved since into a place where they may not."""
        return self.home if self.home.allows(user, VIEW) else None

    @property
    def about(self) -> str:
        where = "已迁走的一户" if _gone(self) else self.home.title
        return f"{where}　{self.on}　{self.title}"

    @property
    def met_name(self) -> str:
        return MET[self.met]

    @property
    def way_name(self) -> str:
        return WAYS[self.way]

    @step("有事要办", of="noted", to="found", needs=VISIT)
    def find(self, title: str, matter: str, *, by: User) -> str:
        """What is to be done, in a few words."""
        self.title, self.matter = _said(title), matter
        return self.title

    @step("信息有变化", of="noted", to="changed", needs=VISIT)
    def learn_change(self, title: str, *, by: User) -> str:
        """What the registers have otherwise, in a few words."""
        self.title = _said(title)
        return self.title

    @step("转为事项", of="found", to="reported", needs=VISIT, unless=_nobody, waits=True)
    def report(self, *, by: User) -> str:
        """It becomes a case of its community, brought in by whoever lives there."""
        self.case = Case.bring_in(
            unit=self.unit,
            parties=[(1, self.home.person)],
            by=by,
            title=self.title,
            nature="help",
            kind=MATTERS[self.matter][1],
            source=SOURCE,
            description=self.text or self.title,
            happened_on=self.on,
            location=self.home.title,
        )
        return f"已登记为事项 {self.case.number}。"

    @step("当场办好", of="found", to="settled", needs=VISIT)
    def settle(self, result: str, *, by: User) -> str:
        """Put right on the spot, or on the way back."""
        return result

    @step("更新信息", of="changed", to="updated", needs=MANAGE, waits=True)
    def update(self, result: str, *, by: User) -> str:
        """What was told was checked and put right in the register where it stands."""
        return result

    @step("不更新", of="changed", to="noted", needs=MANAGE)
    def keep(self, reason: str, *, by: User) -> str:
        """It was a mistake, or stands there already."""
        return reason

    @step("记入事项", of=("noted", "found", "settled"), to="linked", needs=VISIT)
    def link(self, case: Case, *, by: User) -> str:
        """Progress of a case that is open: its page shows this record. Raises RuleError for one that is closed, or that `by` may not see."""
        if not case.allows(by, "cases.view"):
            raise RuleError("没有找到这个编号的事项。", at="case")
        if not case.open:
            raise RuleError("这件事项已经办结，请核对编号。", at="case")
        self.case = case
        return "记入一件事项。"  # whose number stands on the page for whoever may see it

    @step("作废", of=("noted", "found", "changed", "settled", "linked"), to="dropped", needs=VISIT, unless=_gone)
    def drop(self, reason: str, *, by: User) -> str:
        """Noted by mistake: when the household is due is reckoned without it."""
        self.status = "dropped"
        db.session.flush()
        if self.home.status == "here":
            self.home.reckon()
        return reason

    @step("有结果", of="reported", to="answered", needs=None)
    def learn(self, outcome: str, *, by: User | None) -> str:
        """What came of the case."""
        return outcome

    @step("继续办理", of="answered", to="reported", needs=None)
    def resume(self, reason: str, *, by: User | None) -> str:
        """The case was taken up again."""
        return reason

    def forget(self) -> None:
        """What was said goes; that there was a visit stays."""
        self.text, self.title = "", self.called
