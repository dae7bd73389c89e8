"""四议两公开: a matter of a village or community from the proposal to the published result, with six linked sheets (村民委员会组织法,
城市居民委员会组织法)."""

from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.village_affairs.models.matter_states import LABELS, POSTED, REACHED, STATES
from plugins.village_affairs.models.sheet import VillageObjection, VillageSheet
from plugins.village_affairs.places import check_place, kind_of
from plugins.village_affairs.rules import (
    BODIES,
    DECISIONS,
    OF_PLACES,
    PARTY,
    RESIDENTS,
    SHEETS,
    passes,
    quorate,
    votes_fit,
)
from plugins.village_affairs.settings import KEY, rules_of, take_matter_number
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, begins, step
from portal.records.publication import Posted
from portal.settings import settings_of

MANAGE = "village_affairs.manage"


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

    @property
    def bodies(self) -> dict[str, str]:
        """Who may decide it in the end, by what its place is."""
        return {key: name for key, (name, _) in OF_PLACES.get(kind_of(self.unit), BODIES).items()}

    @property
    def law(self) -> str:
        """By which it is decided: that of villages, or that of communities of towns."""
        of_a_town = self.meeting_body in RESIDENTS or kind_of(self.unit) == "residents"
        return rules_of(self.unit).values["residents_matter_law" if of_a_town else "village_law"]

    def sheet_name(self, kind: str) -> str:
        return DECISIONS.get(kind_of(self.unit), SHEETS[kind]) if kind == "resolve" else SHEETS[kind]

    def notice_days(self, body: str) -> int:
        """How many days before everybody is told."""
        return rules_of(self.unit).values["residents_notice_days" if body in RESIDENTS else "village_notice_days"]

    @begins("登记村级事项", needs=MANAGE, refused="您不能在这个村登记村级事项。")
    def raise_matter(cls, *, unit: OrgUnit, by: User, **fields) -> "VillageMatter":
        """Fields: title, text, origin, kind, villagers_only, budget_fen. Raises RuleError for a street, a grid …"""
        check_place(unit)
        matter = cls(number=take_matter_number(unit), **fields)
        matter.place(unit)
        db.session.add(matter)
        return matter

    @step("更正", of="raised", needs=MANAGE)
    def correct(self, unit: OrgUnit, *, by: User, **fields) -> str:
        """What was entered wrongly, the place among it, before anything was decided. Raises RuleError as `raise_matter` does, where `by` may
        not enter one there, and where nothing is different."""
        changed = [f"{LABELS[name]}" for name, value in fields.items() if value != getattr(self, name)]
        if unit.id != self.unit_id:
            if self.sheets:
                raise RuleError("在这里开过会，不能改所在村、社区；登记错了的请作废，重新登记。", at="unit_id")
            check_place(unit)
            if not by.can(MANAGE, unit):
                raise RuleError("您不能在这个村登记村级事项。", at="unit_id")
            changed.append(f"所在村、社区（{self.unit.short_name}改为{unit.short_name}）")
            if unit.township_id != self.township_id:
                self.number = take_matter_number(unit)
            self.place(unit)
        if not changed:
            raise RuleError("没有改动。", at="title")
        for name, value in fields.items():
            setattr(self, name, value)
        return f"更正：{'、'.join(changed)}。"

    @step("作废", of=("raised", "proposed", "consulted", "examined", "noticed", "rejected"), to="dropped", needs=MANAGE)
    def drop(self, reason: str, *, by: User) -> str:
        """It is not pursued, or was entered by mistake; its sheets stay."""
        return reason

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

    @step("更正联单", needs=MANAGE)
    def correct_sheet(self, sheet: VillageSheet, reason: str, *, by: User, **held) -> Moved:
        """A sheet of a meeting that was written down wrongly: what stood there before, the day and the reason stay on it. Raises RuleError for a
        publication, a day out of turn, figures that are no meeting, and a result that turns though the matter has gone on. A decision that was posted
        is posted again, with what was corrected, and its days begin anew."""
        if sheet.passed is None:
            raise RuleError("公开的一联不能更正。决议联更正以后重新公开。")
        place = self.sheets.index(sheet)
        self._check_turn(held["on"], self.sheets[:place], sheet.kind, sheet.attempt)
        if later := next((each for each in self.sheets[place + 1 :] if each.on < held["on"]), None):
            raise RuleError(f"日期晚于下一联（{later.on}），请核对。", at="on")
        passed, to = self._agreed(sheet.kind, sheet.body, held), ""
        if passed != sheet.passed:
            if sheet is not self.sheets[-1] or self.status not in (REACHED[sheet.kind], "rejected"):
                raise RuleError("更正以后这次会议的结果会变，后面的联已经登记，不能这样更正。", at="agreed")
            to = REACHED[sheet.kind] if passed else "rejected"
            self.rejected_on = None if passed else clock.today()
        if sheet.kind == "resolve" and sheet.attempt == self.attempt and self.status in POSTED:
            to = "resolved"
        before = f"{sheet.on}，{sheet.votes}"
        for name, value in (held | {"passed": passed}).items():
            setattr(sheet, name, value)
        told = f"{clock.today()} 更正，原来是 {before}。{reason}"
        sheet.correction = f"{sheet.correction}\n{told}".strip()
        again = "公告要重新公开。" if to == "resolved" and self.status in POSTED else ""
        return Moved(f"{sheet.name}：{before} 改为 {sheet.on}，{sheet.votes}。{reason}{again}", to=to)

    def _meet(self, kind: str, to: str, held: dict) -> Moved:
        """A meeting, if it was one. Raises RuleError for too few people, votes that are not theirs, or a day before the last sheet."""
        self._check_turn(held["on"], self.sheets, kind, self.attempt)
        passed = self._agreed(kind, self.meeting_body, held)
        made = self._add(kind, held | {"passed": passed})
        if not passed:
            self.rejected_on = clock.today()
        return Moved(f"{made.votes}：{'通过' if passed else '未通过'}。", to=to if passed else "rejected", made=made)

    def _check_turn(self, on: date, before: list[VillageSheet], kind: str, attempt: int) -> None:
        noticed = kind == "resolve" and attempt == self.attempt  # the notice of an earlier attempt is not kept
        if noticed and self.meeting_on and on < self.meeting_on:
            raise RuleError(f"通知的开会日期是 {self.meeting_on}，不能提前。", at="on")
        last = max((each.on for each in before), default=on)
        if on < last:
            raise RuleError(f"日期早于上一联（{last}），请核对。", at="on")

    def _agreed(self, kind: str, body: str, held: dict) -> bool:
        """Whether enough agreed. Raises RuleError where it was no meeting by the rules of that day."""
        rules = settings_of(KEY, self.unit, held["on"])
        quorum = rules.values["village_party" if kind in PARTY else BODIES[body][1]]
        if objection := quorate(held["expected"], held["present"], quorum):
            raise RuleError(objection, at="present")
        if objection := votes_fit(held["agreed"], held["against"], held["abstained"], held["present"]):
            raise RuleError(objection, at="agreed")
        return passes(held["agreed"], held["present"], rules.village_passing)

    def _add(self, kind: str, fields: dict) -> VillageSheet:
        made = VillageSheet(kind=kind, attempt=self.attempt, **fields)
        self.sheets.append(made)
        return made
