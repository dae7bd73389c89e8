"""四议两公开: a matter of a village from the proposal to the published result, with six linked sheets (村民委员会组织法)."""

from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.village_affairs.rules import BODIES, NUMBERS, PARTY, SHEETS, passes, quorate, votes_fit
from plugins.village_affairs.settings import KEY, rules_of, take_matter_number
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.publication import Posted

MANAGE = "village_affairs.manage"
ORIGINS = {"villagers": "群众建议", "cadres": "干部提议", "above": "上级安排"}
# the nine things of 村民委员会组织法 (2018) §24, which a meeting of villagers (or the representatives it empowers) decides
KINDS = {
    "subsidy": "误工补贴的人员和标准",
    "income": "集体经济所得收益的使用",
    "welfare": "公益事业的兴办、筹资筹劳",
    "contract": "土地承包经营方案",
    "project": "集体经济项目的立项、承包方案",
    "homestead": "宅基地的使用方案",
    "compensation": "征地补偿费的使用、分配方案",
    "property": "以借贷、租赁等处分集体财产",
    "interest": "涉及村民利益的其他事项",
    "other": "其他村务",
}
STATES = States(
    State("raised", "待提议", "info", open=True, way="提议", next="党组织提议，登记第一联"),
    State("proposed", "待商议", "info", open=True, way="商议", next="两委商议，登记第二联"),
    State("consulted", "待审议", "info", open=True, way="审议", next="党员大会审议，登记第三联"),
    State("examined", "待决议", "info", open=True, way="决议", next="通知村民（代表）会议"),
    State("noticed", "已通知会议", "info", open=True, at="examined", next="开会决议，登记第四联"),
    State("resolved", "待公开", "warn", open=True, way="决议公开", next="公开决议，登记第五联"),
    State("published", "决议公开中", "info", open=True, at="resolved", next="公开期满、异议答复以后实施"),
    State("carried", "实施中", "info", open=True, way="实施", next="办完以后公开结果，登记第六联"),
    State("reported", "结果公开中", "info", open=True, way="结果公开", next="公开期满后归档"),
    State("archived", "已归档", "ok", way="归档", final=True),
    State("rejected", "未通过", "neutral"),
)


class VillageEvent(Entry, db.Model):
    """One entry of the timeline of a matter."""

    __tablename__ = "village_affairs_matter_event"
    __table_args__ = (Index("ix_village_affairs_matter_event_matter", "matter_id", "id"),)

    matter_id: Mapped[int] = mapped_column(ForeignKey("village_affairs_matter.id"))

    record: Mapped["VillageMatter"] = relationship(back_populates="events")


class VillageSheet(db.Model):
    """一联: one of the six, with the number that links it to the others. `attempt` counts how often the matter was taken up."""

    __tablename__ = "village_affairs_matter_sheet"
    __table_args__ = (UniqueConstraint("matter_id", "attempt", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("village_affairs_matter.id"))
    attempt: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(10))
    on: Mapped[date]
    noticed_on: Mapped[date | None]
    venue: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(String(16), default="")
    expected: Mapped[int | None]
    present: Mapped[int | None]
    agreed: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    observers: Mapped[str] = mapped_column(String(80), default="")
    opinion: Mapped[str] = mapped_column(String(200), default="")
    passed: Mapped[bool | None]

    matter: Mapped["VillageMatter"] = relationship(back_populates="sheets")

    @property
    def name(self) -> str:
        return SHEETS[self.kind]

    @property
    def body_name(self) -> str:
        return BODIES[self.body][0] if self.body else ""

    @property
    def number(self) -> str:
        """昭君街道村务〔2026〕3号-4; of a second attempt 再议2-4."""
        again = f"再议{self.attempt}-" if self.attempt > 1 else ""
        return f"{self.matter.number}-{again}{NUMBERS[self.kind]}"


class VillageObjection(db.Model):
    """异议 against a published resolution, to be answered within days. No name: who objects stands on the paper."""

    __tablename__ = "village_affairs_objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("village_affairs_matter.id"), index=True)
    raised_on: Mapped[date]
    due_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]


def _still_posted(matter: "VillageMatter") -> str:
    return f"公开到 {matter.published_until}，期满后才能继续。" if matter.posted else ""


def _objections_open(matter: "VillageMatter") -> str:
    left = sum(each.answered_on is None for each in matter.objections)
    return _still_posted(matter) or (f"还有 {left} 条异议没有答复。" if left else "")


def _too_soon(matter: "VillageMatter") -> str:
    again = matter.rejected_on + timedelta(days=rules_of(matter.unit).village_again_days)
    return "" if clock.today() >= again else f"没有通过的事项，{again} 起才能修改再议。"


class VillageMatter(Posted, Record, db.Model):
    """村级事项 by 四议两公开. A meeting to which too few came is refused: it was none."""

    __tablename__ = "village_affairs_matter"
    __table_args__ = (
        Index("ix_village_affairs_matter_county", "county_id", "created_at", "id"),
        Index("ix_village_affairs_matter_township", "township_id", "created_at", "id"),
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
    events: Mapped[list[VillageEvent]] = relationship(back_populates="record", order_by=VillageEvent.id)

    @property
    def meeting_name(self) -> str:
        return BODIES[self.meeting_body][0] if self.meeting_body else ""

    @begins("登记村级事项", needs=MANAGE, refused="您不能在这个村登记村级事项。")
    def raise_matter(cls, *, unit: OrgUnit, by: User, **fields) -> "VillageMatter":
        """Fields: title, text, origin, kind, villagers_only, budget_fen. Raises RuleError for a street, a grid …"""
        if unit.kind != "community":
            raise RuleError(f"{unit.short_name}不是村、社区，请选择村、社区。")
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
        days = rules_of(self.unit).village_notice_days
        if (meeting_on - clock.today()).days < days:
            raise RuleError(f"应提前 {days} 日通知，最早 {clock.today() + timedelta(days=days)} 开会。")
        if self.villagers_only and body == "representatives":
            raise RuleError("这件事须由村民会议决定，不能由村民代表会议决定。")
        self.meeting_body, self.meeting_on, self.noticed_on = body, meeting_on, clock.today()
        return f"{self.meeting_name}，{meeting_on}。"

    @step("村民（代表）会议决议", of="noticed", to="resolved", needs=MANAGE, waits=True)
    def resolve(self, *, by: User, **held) -> Moved:
        """第四联. Raises RuleError for a day before that of the notice."""
        return self._meet("resolve", "resolved", held | {"body": self.meeting_body, "noticed_on": self.noticed_on})

    @step("决议公开", of="resolved", to="published", needs=MANAGE, waits=True)
    def publish(self, *, venue: str, text: str, by: User, opinion: str = "") -> str:
        """第五联: what was decided, posted at `venue`."""
        self._add("publish", {"on": clock.today(), "venue": venue, "text": text, "opinion": opinion})
        return self.post("village_post_days")

    @step("登记异议", of="published", needs=MANAGE)
    def object(self, text: str, *, by: User) -> Moved:
        """To be answered within days."""
        due_on = clock.today() + timedelta(days=rules_of(self.unit).village_answer_days)
        made = VillageObjection(raised_on=clock.today(), due_on=due_on, text=text)
        self.objections.append(made)
        return Moved(f"{text}应于 {due_on} 前答复。", made=made)

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

    @step("修改再议", of="rejected", to="raised", needs=MANAGE, unless=_too_soon)
    def take_up(self, *, title: str, text: str, by: User) -> str:
        """From the first sheet on, with what was changed; those of before stay."""
        self.title, self.text, self.attempt = title, text, self.attempt + 1
        return f"第 {self.attempt} 次。"

    def untimely(self, on: date) -> str:
        """What is against the next meeting being on that day, or ""."""
        if self.status == "noticed" and self.meeting_on and on < self.meeting_on:
            return f"通知的开会日期是 {self.meeting_on}，不能提前。"
        last = max((each.on for each in self.sheets), default=on)
        return f"日期早于上一联（{last}），请核对。" if on < last else ""

    def _meet(self, kind: str, to: str, held: dict) -> Moved:
        """A meeting, if it was one. Raises RuleError for too few people, votes that are not theirs, or a day before the last sheet."""
        if untimely := self.untimely(held["on"]):
            raise RuleError(untimely)
        rules = rules_of(self.unit)
        quorum = rules.values["village_party" if kind in PARTY else BODIES[self.meeting_body][1]]
        present = held["present"]
        votes = (held["agreed"], held["against"], held["abstained"])
        if objection := quorate(held["expected"], present, quorum) or votes_fit(*votes, present):
            raise RuleError(objection)
        passed = passes(held["agreed"], present, rules.village_passing)
        made = self._add(kind, held | {"passed": passed})
        if not passed:
            self.rejected_on = clock.today()
        told = f"应到 {held['expected']} 人，实到 {present} 人，同意 {votes[0]}，反对 {votes[1]}，弃权 {votes[2]}："
        return Moved(told + ("通过。" if passed else "未通过。"), to=to if passed else "rejected", made=made)

    def _add(self, kind: str, fields: dict) -> VillageSheet:
        made = VillageSheet(kind=kind, attempt=self.attempt, **fields)
        self.sheets.append(made)
        return made
