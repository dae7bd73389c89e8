"""村规民约、居民公约: an edition from the draft until it is in force, with the meeting that adopted it and the answer of the township."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, Text, UniqueConstraint, case, func, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.village_affairs.models.matter import MANAGE, VillageMatter, VillageSheet
from plugins.village_affairs.places import check_place, kind_of
from plugins.village_affairs.rules import BODIES, RESIDENTS, VILLAGERS, quorate
from plugins.village_affairs.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.majorities import reached
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText

FILING = "village_affairs.filing"
KINDS = {"village": "村规民约", "residents": "居民公约"}
# who may adopt it; a meeting of representatives may not (村民委员会组织法 2018 §27, 城市居民委员会组织法 2018 §§9, 15)
MEETINGS = {"village": tuple(each for each in VILLAGERS if each != "representatives"), "residents": tuple(RESIDENTS)}
STATES = States(
    State("drafted", "起草中", "info", open=True, way="起草", next="征求意见，由村民会议、居民会议通过"),
    State("adopted", "待备案", "warn", open=True, way="通过", next="报乡镇、街道备案"),
    State("filed", "备案审查中", "info", open=True, way="备案", next="乡镇、街道答复"),
    State("ordered", "责令改正", "danger", open=True, at="filed", next="修改，重新由会议通过"),
    State("accepted", "待公布", "warn", open=True, at="filed", next="公布施行"),
    State("in_force", "施行中", "ok", way="公布施行", final=True),
    State("replaced", "已有新版", "neutral"),
    State("dropped", "已作废", "neutral"),
)


def checked_kind(unit: OrgUnit, kind: str = "") -> str:
    """`kind`, or that of `unit`. Raises RuleError for a unit that has no such rules (村民委员会组织法 2018 §27, 城市居民委员会组织法 2018 §15)."""
    check_place(unit, "没有村规民约、居民公约")
    own = kind_of(unit)
    if kind and own and kind != own:
        raise RuleError(f"{unit.short_name}的是{KINDS[own]}，不是{KINDS[kind]}，请核对。", at="kind")
    if not (kind or own):
        raise RuleError(f"从名称看不出{unit.short_name}是村还是社区，请选择种类。", at="kind")
    return kind or own


def _adopted_before(covenant: "Covenant") -> str:
    return "已经由会议通过过，不能再更正村、社区和种类。" if covenant.adopted_on else ""


def _not_settled(matter: VillageMatter) -> str:
    """Why nothing can rest on a decision yet, or ""."""
    if matter.stands:
        return ""
    return f"{matter.number}（{matter.status_name}）的决议要公开期满、异议答复以后，才能作为依据。"


def _decision_open(covenant: "Covenant") -> str:
    return _not_settled(covenant.matter) if covenant.matter else ""


class CovenantEvent(Entry, db.Model):
    """One entry of the timeline of an edition."""

    __tablename__ = "village_affairs_covenant_event"
    __table_args__ = (Index("ix_village_affairs_covenant_event_covenant", "covenant_id", "id"),)

    covenant_id: Mapped[int] = mapped_column(ForeignKey("village_affairs_covenant.id"))

    record: Mapped["Covenant"] = relationship(back_populates="events")


class Covenant(Record, db.Model):
    """村规民约 or 居民公约: one edition; the one in force gives way to the next."""

    __tablename__ = "village_affairs_covenant"
    lasting = ("in_force",)
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "edition"),
        Index("ix_village_affairs_covenant_county", "county_id", "created_at", "id"),
        Index("ix_village_affairs_covenant_township", "township_id", "created_at", "id"),
        *waiting_indexes("village_affairs_covenant", STATES),
    )
    permission, states = "village_affairs.view", STATES

    kind: Mapped[str] = mapped_column(String(10))
    edition: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(String(16), default="")
    adopted_on: Mapped[date | None]
    expected: Mapped[int | None]
    present: Mapped[int | None]
    agreed: Mapped[int | None]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("village_affairs_matter.id"), index=True)
    filed_on: Mapped[date | None]
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    opinion: Mapped[str] = mapped_column(RedactedText(), default="")
    in_force_from: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    matter: Mapped[VillageMatter | None] = relationship(back_populates="covenants")
    events: Mapped[list[CovenantEvent]] = relationship(back_populates="record", order_by=CovenantEvent.id)

    @hybrid_property
    def title(self) -> str:
        return f"{self.unit.short_name}{KINDS[self.kind]}"

    @title.inplace.expression
    @classmethod
    def _title(cls) -> ColumnElement[str]:
        place = select(OrgUnit.short_name).where(OrgUnit.id == cls.unit_id).scalar_subquery()
        return place + case(KINDS, value=cls.kind)

    @property
    def meeting(self) -> str:
        """村民会议（户代表）：应到 300 人，实到 210 人，同意 198 人."""
        if not self.body:
            return ""
        return f"{BODIES[self.body][0]}：应到 {self.expected} 人，实到 {self.present} 人，同意 {self.agreed} 人"

    @property
    def unfinished(self) -> list["Covenant"]:
        """Other editions of the same rules that are on their way."""
        on_its_way = Covenant.status.in_(STATES.open), Covenant.id != self.id
        return list(db.session.scalars(self._siblings().where(*on_its_way).order_by(Covenant.id)))

    @begins("起草规约", needs=MANAGE, refused="您不能在这个村、社区起草规约。")
    def draft(cls, *, unit: OrgUnit, text: str, by: User, kind: str = "") -> "Covenant":
        """The next edition. Raises RuleError for a unit that is neither village nor community, or a `kind` it does not have."""
        covenant = cls(text=text)
        covenant._belong(unit, kind)
        db.session.add(covenant)
        return covenant

    def _belong(self, unit: OrgUnit, kind: str) -> None:
        kind = checked_kind(unit, kind)
        if (self.unit_id, self.kind) == (unit.id, kind):
            return
        same = Covenant.unit_id == unit.id, Covenant.kind == kind
        with db.session.no_autoflush:
            self.edition = (db.session.scalar(select(func.max(Covenant.edition)).where(*same)) or 0) + 1
        self.kind, self.number = kind, f"第{self.edition}版"
        self.place(unit)

    @step("更正村、社区和种类", of="drafted", needs=MANAGE, unless=_adopted_before)
    def relocate(self, unit: OrgUnit, *, by: User, kind: str = "") -> str:
        """Drafted for the wrong place, or as the wrong kind. Raises RuleError as `draft` does, and where `by` may not draft one."""
        if not by.can(MANAGE, unit):
            raise RuleError("您不能在这个村、社区起草规约。", at="unit_id")
        self._belong(unit, kind)
        return f"改为{self.title}{self.number}。"

    @step("修改", of=("drafted", "ordered"), to="drafted", needs=MANAGE)
    def revise(self, text: str, *, by: User, note: str = "") -> str:
        """After opinions were heard, or where the township ordered it; a meeting adopts it (anew)."""
        self.text, self.opinion = text, ""  # it was about the text before, and stands on the timeline
        return note

    def matters(self) -> Select:
        """Matters of this village about such rules that were decided since the draft began, and adopted no edition yet: each is for one text."""
        began, name = clock.local(self.created_at).date(), KINDS[self.kind]
        decided = VillageMatter.sheets.any(
            (VillageSheet.kind == "resolve") & VillageSheet.passed.is_(True) & (VillageSheet.on >= began)
        )
        used = select(Covenant.id).where(Covenant.matter_id == VillageMatter.id).exists()
        by_words = VillageMatter.title.contains(name) | VillageMatter.text.contains(name)
        about = (VillageMatter.kind == "covenant") | by_words
        return select(VillageMatter).where(VillageMatter.unit_id == self.unit_id, decided, about, ~used)

    def _of_a_matter(self, on: date) -> VillageMatter | None:
        """The matter of which the meeting of that day is a sheet: posting and objections are then its."""
        that_day = VillageMatter.sheets.any((VillageSheet.kind == "resolve") & (VillageSheet.on == on))
        return db.session.scalar(self.matters().where(that_day).limit(1))

    def _siblings(self) -> Select:
        return select(Covenant).where(Covenant.unit_id == self.unit_id, Covenant.kind == self.kind)

    def _hold(self) -> None:
        """Until the end of the transaction no other edition of these rules is adopted or published."""
        editions = self._siblings().with_only_columns(Covenant.id).order_by(Covenant.id)
        db.session.execute(editions.with_for_update()).all()

    @step("会议通过", of="drafted", to="adopted", needs=MANAGE, waits=True)
    def adopt(
        self,
        *,
        body: str,
        on: date | None,
        expected: int | None,
        present: int | None,
        agreed: int | None,
        by: User,
        matter: VillageMatter | None = None,
    ) -> str:
        """By a meeting of all. Where it went through 四议两公开 its fourth sheet says the rest: `matter`, one of `matters`. Raises RuleError
        for a meeting that was none, or did not agree."""
        self._hold()
        if matter:
            if db.session.scalar(self.matters().where(VillageMatter.id == matter.id)) is None:
                raise RuleError(
                    f"{matter.number} 不是起草以后决议的关于{KINDS[self.kind]}的事项，或者已经用于一版规约。",
                    at="matter_id",
                )
            if objection := _not_settled(matter):
                raise RuleError(objection, at="matter_id")
            body, on, expected, present, agreed = _resolved(matter)
        if body not in MEETINGS[self.kind]:
            said = "村规民约由村民会议通过，居民公约由居民会议通过，代表会议不能通过。"
            raise RuleError(said, at="matter_id" if matter else "body")
        given = {"on": on, "expected": expected, "present": present, "agreed": agreed}
        if missing := next((name for name, value in given.items() if value is None), ""):
            raise RuleError("请填写通过日期、应到、实到和同意人数，或者选择已经决议的事项。", at=missing)
        if not matter and (known := self._of_a_matter(on)):
            raise RuleError(f"{on} 的会议登记在 {known.number} 里，请选择它，不要另填。", at="matter_id")
        rules = rules_of(self.unit)
        if objection := quorate(expected, present, rules.values[BODIES[body][1]]):
            raise RuleError(objection, at="present")
        if agreed > present or not reached(agreed, present, rules.village_passing):
            raise RuleError(f"实到 {present} 人，同意 {agreed} 人，没有通过，请核对。", at="agreed")
        self.body, self.adopted_on, self.matter = body, on, matter
        self.expected, self.present, self.agreed = expected, present, agreed
        return f"{on}，{self.meeting}。"

    @step("撤回通过", of=("adopted", "filed", "accepted"), to="drafted", needs=MANAGE)
    def take_back(self, reason: str, *, by: User) -> str:
        """The meeting was entered wrongly, or its decision does not stand: as if none had been held."""
        told = f"原来是 {self.adopted_on}，{self.meeting}。{reason}"
        self.body, self.adopted_on, self.matter, self.opinion = "", None, None, ""
        self.expected = self.present = self.agreed = self.filed_on = self.filed_by_id = None
        return told

    @step("会议记录更正", needs=None)
    def learn(self, sheet: VillageSheet, said: str, *, by: User | None) -> str:
        """The sheet of the matter by which it was adopted was put right."""
        self.adopted_on, self.expected, self.present, self.agreed = (
            sheet.on,
            sheet.expected,
            sheet.present,
            sheet.agreed,
        )
        return said

    @step("报备案", of="adopted", to="filed", needs=MANAGE, unless=_decision_open, waits=True)
    def file(self, on: date, *, by: User) -> str:
        """To the township or street. Raises RuleError for a day before it was adopted."""
        if on < self.adopted_on:
            raise RuleError(f"报备案的日期早于通过的日期（{self.adopted_on}），请核对。")
        self.filed_on, self.filed_by_id = on, by.id
        return f"{on} 报{(self.unit.township or self.unit).short_name}。"

    @step("答复备案", of="filed", to="accepted", needs=FILING, not_by={"filed_by_id": "报备案的人"}, waits=True)
    def answer(self, accepted: bool, opinion: str, *, by: User) -> Moved:
        """By the township. One that is against the law is ordered to be corrected. Raises RuleError."""
        if not accepted and not opinion.strip():
            raise RuleError("责令改正的，请写明哪一条和哪一部法律抵触，怎么改。")
        self.opinion = opinion
        return Moved(f"{'准予备案' if accepted else '责令改正'}。{opinion}", to="accepted" if accepted else "ordered")

    @step("公布施行", of="accepted", to="in_force", needs=MANAGE, unless=_decision_open, waits=True)
    def publish(self, *, by: User, note: str = "") -> Moved:
        """From today; the edition before it gives way, also one that was published in the same moment."""
        self._hold()
        self.in_force_from = clock.today()
        before = self._siblings().where(Covenant.status == "in_force").execution_options(populate_existing=True)
        with db.session.no_autoflush:
            gone = db.session.scalars(before).all()
        return Moved(note, then=lambda: [each.give_way(self.number, by=by) for each in gone])

    @step("被新版代替", of="in_force", to="replaced", needs=None)
    def give_way(self, number: str, *, by: User | None) -> str:
        """To the edition of that number."""
        return number

    @step("作废", of=("drafted", "ordered"), to="dropped", needs=MANAGE)
    def drop(self, reason: str, *, by: User) -> str:
        """It is not pursued."""
        return reason


def _resolved(matter: VillageMatter) -> tuple:
    """Body, day, expected, present and agreed of the meeting that decided it. Raises RuleError where none has."""
    found = next((each for each in reversed(matter.sheets) if each.kind == "resolve" and each.passed), None)
    if found is None:
        raise RuleError(f"{matter.number} 还没有经会议决议。")
    return found.body, found.on, found.expected, found.present, found.agreed
