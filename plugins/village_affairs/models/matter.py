"""四议两公开: a matter of a village or community from the proposal to the published result, with six linked sheets (村民委员会组织法,
城市居民委员会组织法)."""

from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, String, Text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.village_affairs.models.correcting import Corrected
from plugins.village_affairs.models.matter_states import CARRIED, MANAGE, STATES
from plugins.village_affairs.models.sheet import VillageObjection, VillageSheet
from plugins.village_affairs.places import check_place, kind_of
from plugins.village_affairs.rules import BODIES, DECISIONS, OF_PLACES, RESIDENTS, SHEETS
from plugins.village_affairs.settings import KEY, rules_of, take_matter_number
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, begins, step
from portal.records.in_order import list_indexes
from portal.records.publication import Posted
from portal.records.waiting import waiting_indexes


class VillageEvent(Entry, db.Model):
    """One entry of the timeline of a matter."""

    __tablename__ = "village_affairs_matter_event"
    __table_args__ = (Index("ix_village_affairs_matter_event_matter", "matter_id", "id"),)

    matter_id: Mapped[int] = mapped_column(ForeignKey("village_affairs_matter.id"))

    record: Mapped["VillageMatter"] = relationship(back_populates="events")


def _still_posted(matter: "VillageMatter") -> str:
    return f"公开到 {matter.published_until}，期满后才能继续。" if matter.posted else ""


def _objections_open(matter: "VillageMatter") -> str:
    left = sum(each.answered_on is None for each in matter.objections)
    return _still_posted(matter) or (f"还有 {left} 条异议没有答复。" if left else "")


class VillageMatter(Corrected, Posted, Record, db.Model):
    """村级事项 by 四议两公开. A meeting to which too few came is refused: it was none."""

    __tablename__ = "village_affairs_matter"
    __table_args__ = (
        Index("ix_village_affairs_matter_number", "number"),
        Index("ix_village_affairs_matter_county", "county_id", "created_at", "id"),
        Index("ix_village_affairs_matter_township", "township_id", "created_at", "id"),
        *list_indexes("village_affairs_matter", "created_at"),
        *waiting_indexes("village_affairs_matter", STATES),
    )
    permission, states, settings_key = "village_affairs.view", STATES, KEY

    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(16))
    villagers_only: Mapped[bool] = mapped_column(default=False)
    budget_fen: Mapped[int | None] = mapped_column(BigInteger)
    attempt: Mapped[int] = mapped_column(default=1)
    meeting_on: Mapped[date | None]
    meeting_body: Mapped[str] = mapped_column(String(16), default="")
    noticed_on: Mapped[date | None]
    rejected_on: Mapped[date | None]
    responsible: Mapped[str] = mapped_column(String(80), default="")
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    sheets: Mapped[list[VillageSheet]] = relationship(back_populates="matter", order_by=VillageSheet.id)
    objections: Mapped[list[VillageObjection]] = relationship(order_by=VillageObjection.id)
    covenants: Mapped[list["Covenant"]] = relationship(back_populates="matter", order_by="Covenant.id")  # noqa: F821
    events: Mapped[list[VillageEvent]] = relationship(back_populates="record", order_by=VillageEvent.id)

    @hybrid_property
    def stands(self) -> bool:
        """Whether the decision was posted for its days and every objection answered: nothing rests on it before."""
        return self.status in CARRIED or (self.status == "published" and not _objections_open(self))

    @stands.inplace.expression
    @classmethod
    def _stands(cls) -> ColumnElement[bool]:
        answered = ~cls.objections.any(VillageObjection.answered_on.is_(None))
        return cls.status.in_(CARRIED) | (
            (cls.status == "published") & (cls.published_until < clock.today()) & answered
        )

    @property
    def meeting_name(self) -> str:
        return BODIES[self.meeting_body][0] if self.meeting_body else ""

    @property
    def bodies(self) -> dict[str, str]:
        """Who may decide it in the end, by what its place is."""
        return {key: name for key, (name, _) in OF_PLACES.get(kind_of(self.unit), BODIES).items()}

    @property
    def law(self) -> str:
        """By which it is decided: that of villages, or that of communities of towns."""
        of_a_town = self.meeting_body in RESIDENTS or kind_of(self.unit) == "residents"
        return rules_of(self.unit).values["village_residents_law" if of_a_town else "village_law"]

    def sheet_name(self, kind: str) -> str:
        return DECISIONS.get(kind_of(self.unit), SHEETS[kind]) if kind == "resolve" else SHEETS[kind]

    def notice_days(self, body: str) -> int:
        """How many days before everybody is told."""
        return rules_of(self.unit).values[
            "village_residents_notice_days" if body in RESIDENTS else "village_notice_days"
        ]

    @begins("登记村级事项", needs=MANAGE, refused="您不能在这个村、社区登记村级事项。")
    def raise_matter(cls, *, unit: OrgUnit, by: User, **fields) -> "VillageMatter":
        """Fields: title, text, origin, kind, villagers_only, budget_fen. Raises RuleError for a street, a grid …"""
        check_place(unit)
        matter = cls(number=take_matter_number(unit), **fields)
        matter.place(unit)
        db.session.add(matter)
        return matter

    @step("党组织提议", of="raised", to="proposed", needs=MANAGE, waits=True)
    def propose(self, *, by: User, **held) -> Moved:
        """第一联. Fields as of a sheet: on, venue, expected, present, agreed, against, abstained, text, observers, opinion."""
        return self._meet("propose", "proposed", held)

    @step("两委商议", of="proposed", to="consulted", needs=MANAGE, waits=True)
    def consult(self, *, by: User, **held) -> Moved:
        """第二联."""
        return self._meet("consult", "consulted", held)

    @step("党员大会审议", of="consulted", to="examined", needs=MANAGE, waits=True)
    def examine(self, *, by: User, **held) -> Moved:
        """第三联."""
        return self._meet("examine", "examined", held)

    @step("通知会议", of=("examined", "noticed"), to="noticed", needs=MANAGE, waits=True)
    def notify(self, *, body: str, meeting_on: date, by: User) -> str:
        """Everybody is told today. Raises RuleError for a day too near, or a body that may not decide it."""
        if body not in self.bodies:
            raise RuleError(
                f"{self.unit.short_name}的事由{'或者'.join(dict.fromkeys(self.bodies.values()))}决议。", at="body"
            )
        days = self.notice_days(body)
        if (meeting_on - clock.today()).days < days:
            raise RuleError(
                f"应提前 {days} 日通知，最早 {clock.today() + timedelta(days=days)} 开会。", at="meeting_on"
            )
        if self.villagers_only and body == "representatives":
            raise RuleError("这件事须由村民会议决定，不能由村民代表会议决定。", at="body")
        self.meeting_body, self.meeting_on, self.noticed_on = body, meeting_on, clock.today()
        return f"{self.meeting_name}，{meeting_on}。"

    @step("会议决议", of="noticed", to="resolved", needs=MANAGE, waits=True)
    def resolve(self, *, by: User, **held) -> Moved:
        """第四联. Raises RuleError for a day before that of the notice."""
        return self._meet("resolve", "resolved", held | {"body": self.meeting_body, "noticed_on": self.noticed_on})

    @step("决议公开", of="resolved", to="published", needs=MANAGE, waits=True)
    def publish(self, *, venue: str, text: str, by: User, opinion: str = "") -> str:
        """第五联: what was decided, posted at `venue`; once more on the same sheet where the decision was corrected since."""
        posted = {"on": clock.today(), "venue": venue, "text": text, "opinion": opinion}
        before = next((each for each in self.sheets if (each.kind, each.attempt) == ("publish", self.attempt)), None)
        if before is None:
            self._add("publish", posted)
        else:
            before.post_again(posted)
        return self.post("village_post_days")

    @step("登记异议", of="published", needs=MANAGE)
    def object(self, text: str, *, by: User) -> Moved:
        """To be answered within days."""
        due_on = clock.today() + timedelta(days=rules_of(self.unit).village_answer_days)
        made = VillageObjection(raised_on=clock.today(), due_on=due_on, text=text)
        self.objections.append(made)
        return Moved(f"应于 {due_on} 前答复。{text}", made=made)

    @step("答复异议", of="published", needs=MANAGE)
    def answer(self, objection: VillageObjection, text: str, *, by: User) -> str:
        """Raises WrongState for one that is answered."""
        if objection.answered_on:
            raise WrongState("这条异议已经答复。")
        objection.answer, objection.answered_on = text, clock.today()
        return text

    @step("交付实施", of="published", to="carried", needs=MANAGE, unless=_objections_open, waits=True)
    def carry_out(self, *, responsible: str, due_on: date, by: User) -> str:
        """Who does it, until when."""
        self.responsible, self.due_on = responsible, due_on
        return f"{responsible}，{due_on} 前完成。"

    @step("结果公开", of="carried", to="reported", needs=MANAGE, waits=True)
    def report(self, *, venue: str, text: str, by: User, opinion: str = "") -> str:
        """第六联: what came of it."""
        self._add("report", {"on": clock.today(), "venue": venue, "text": text, "opinion": opinion})
        return self.post("village_post_days")

    @step("归档", of="reported", to="archived", needs=MANAGE, unless=_still_posted, waits=True)
    def archive(self, *, by: User, note: str = "") -> str:
        """All six sheets are there."""
        return note

    def _meet(self, kind: str, to: str, held: dict) -> Moved:
        """A meeting, if it was one. Raises RuleError for too few people, votes that are not theirs, or a day before the last sheet."""
        self._check_turn(held["on"], self.sheets, self.meeting_on if kind == "resolve" else None)
        passed = self._agreed(kind, self.meeting_body, held)
        made = self._add(kind, held | {"passed": passed})
        if not passed:
            self.rejected_on = clock.today()
        return Moved(f"{made.votes}：{'通过' if passed else '未通过'}。", to=to if passed else "rejected", made=made)

    def _add(self, kind: str, fields: dict) -> VillageSheet:
        made = VillageSheet(kind=kind, attempt=self.attempt, **fields)
        self.sheets.append(made)
        return made
