"""业主表决: drawn up, its roll published, voted, counted, its result published, closed (民法典 §278). Never a resolution of a forum."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.owners_vote.models.count import OwnersCount
from plugins.owners_vote.models.polling import ORGANISE, Polling, unanswered
from plugins.owners_vote.models.roll import Flat, Roll, Voter
from plugins.owners_vote.reckoning import Rule, written
from plugins.owners_vote.rules import MATTERS, frozen, rules_for
from plugins.owners_vote.settings import KEY, rules_of, take_vote_number
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.people import Contact
from portal.records.publication import Posted
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText
from portal.settings import basis_of
from portal.workdays.arithmetic import last_day

NOT_A_FORUM = "本决定由业主依照民法典第二百七十八条共同作出，不是议事会决议。"
SCOPES = {"estate": "整个小区", "building": "一幢楼", "entrance": "一个单元"}
OUTCOMES = {"passed": "通过", "failed": "未通过"}
QUIET = ("enter_flat", "enter_ballot")  # hundreds of them: the roll and the ballots tell who entered what
STATES = States(
    State("drafted", "起草中", "info", open=True, way="起草", next="登记或者导入房屋，然后公示名册"),
    State("listed", "名册公示中", "info", open=True, way="名册公示", next="公示期满后开始投票"),
    State("voting", "投票中", "warn", open=True, way="投票", next="发放、收回表决票并录入，截止后计票"),
    State("counted", "已计票", "warn", open=True, way="计票", next="核对结果，公示"),
    State("published", "结果公示中", "info", open=True, way="结果公示", next="公示期满后办结"),
    State("passed", "已通过", "ok", way="办结", final=True),
    State("failed", "未通过", "neutral", at="passed"),
    State("cancelled", "已取消", "neutral"),
)


class OwnersVoteEvent(Entry, db.Model):
    """One entry of the timeline of a vote."""

    __tablename__ = "owners_vote_vote_event"
    __table_args__ = (Index("ix_owners_vote_vote_event_vote", "vote_id", "id"),)

    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_vote_vote.id"))

    record: Mapped["OwnersVote"] = relationship(back_populates="events")


def _without_roll(vote: "OwnersVote") -> str:
    return "" if vote.has_flats else "名册里还没有房屋，请先登记或者导入。"


def _roll_posted(vote: "OwnersVote") -> str:
    over = vote.roll_until is None or clock.today() > vote.roll_until
    return "" if over else f"名册和表决事项公示到 {vote.roll_until}，期满后才能开始投票。"


def _still_posted(vote: "OwnersVote") -> str:
    return f"结果公示到 {vote.published_until}，期满后才能办结。" if vote.posted else ""


class OwnersVote(Posted, Polling, Roll, Record, db.Model):
    """业主表决 about one matter. `rules` are those in force when the roll was published; `outcome` is what was published, with
    the `grounds` where people had to decide between two rules."""

    __tablename__ = "owners_vote_vote"
    __table_args__ = (
        Index("ix_owners_vote_vote_number", "number"),
        Index("ix_owners_vote_vote_county", "county_id", "created_at", "id"),
        Index("ix_owners_vote_vote_township", "township_id", "created_at", "id"),
        *list_indexes("owners_vote_vote", "created_at"),
        *waiting_indexes("owners_vote_vote", STATES),
    )
    permission, states, settings_key = "owners_vote.view", STATES, KEY
    keeping = Keeping(
        name="业主表决",
        since=lambda: OwnersVote.counted_at,
        does="列出来，由组织单位决定，业主名册是结果的依据，不自动去除",
    )

    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    matter: Mapped[str] = mapped_column(String(16))
    estate: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(10), default="estate")
    part: Mapped[str] = mapped_column(String(40), default="")
    organiser: Mapped[str] = mapped_column(String(80))
    rules: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    roll_from: Mapped[date | None]
    roll_until: Mapped[date | None]
    voting_from: Mapped[datetime | None]
    voting_until: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    grounds: Mapped[str] = mapped_column(RedactedText(), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    voters: Mapped[list[Voter]] = relationship(back_populates="vote", order_by=Voter.ordinal)
    flats: Mapped[list[Flat]] = relationship(order_by=Flat.id, viewonly=True)
    events: Mapped[list[OwnersVoteEvent]] = relationship(back_populates="record", order_by=OwnersVoteEvent.id)

    @property
    def whose(self) -> str:
        """Whose owners vote: 万豪花园3号楼2单元."""
        return f"{self.estate}{self.part}"

    @property
    def matter_name(self) -> str:
        return MATTERS[self.matter]

    @property
    def outcome_name(self) -> str:
        return OUTCOMES.get(self.outcome, "")

    @property
    def in_force(self) -> dict:
        """The values it is judged by: its own, or before its roll is published those of today."""
        return self.rules or frozen(rules_of(self.unit))

    @property
    def judged_by(self) -> list[Rule]:
        """The law's rule, and the local one where there is one."""
        return rules_for(self.matter, self.in_force)

    @property
    def count_now(self) -> OwnersCount:
        """What the ballots come to."""
        return OwnersCount(self, self.in_force)

    @property
    def roll_said(self) -> str:
        """42 人，5,248.45 平方米."""
        whole = self.count_now.tally.whole
        return f"{whole.heads} 人，{written('area', whole.area)}"

    def move(self, verb: str, to: str = "", **entry):
        return None if verb in QUIET else super().move(verb, to, **entry)

    # -- its roll --------------------------------------------------------------------------------------------------

    @begins("发起业主表决", needs=ORGANISE, refused="您不能在这个社区组织业主表决。")
    def draw_up(cls, *, unit: OrgUnit, by: User, **fields) -> "OwnersVote":
        """Fields: title, text, matter, estate, scope, part, organiser."""
        vote = cls(number=take_vote_number(unit), **fields)
        vote.place(unit)
        db.session.add(vote)
        return vote

    @step("修改", of="drafted", needs=ORGANISE)
    def amend(self, *, by: User, **fields) -> None:
        """What is put to the vote, before it is published."""
        for name, value in fields.items():
            setattr(self, name, value)

    @step("登记房屋", of="drafted", needs=ORGANISE)
    def enter_flat(
        self, *, building: str, door: str, area: int, owners: list[Contact], by: User, unsold: bool = False
    ) -> Moved:
        """`area` in 0.01 m²; `owners`: the first votes for all. Raises RuleError for a door that is on the roll, or without owner."""
        if self.flat_at(building, door):
            raise RuleError(f"名册里已经有 {building} {door}，请核对。")
        voter = self.voter_of(_those(owners, unsold), unsold=unsold)
        flat = Flat(vote_id=self.id, building=building, door=door, area=area, voter=voter)
        db.session.add(flat)
        db.session.flush()
        return Moved(made=flat)

    @step("变更业主", of=("drafted", "listed", "voting"), needs=ORGANISE)
    def transfer(
        self, *, building: str, door: str, owners: list[Contact], reason: str, by: User, unsold: bool = False
    ) -> str:
        """A flat has other owners, or the roll was wrong. Raises RuleError once its owners have voted: their vote stands."""
        flat = self.flat_of(building, door)
        if self.standing_of(flat.voter):
            raise RuleError(f"{flat.address} 的业主已经投票，按投票时的业主计，名册不变。投错的先撤销那张票。")
        flat.voter = self.voter_of(_those(owners, unsold), unsold=unsold)
        db.session.flush()
        if self.status != "drafted":
            self.number_voters()
        return f"{flat.address}：{reason}"

    @step("删除房屋", of="drafted", needs=ORGANISE)
    def strike(self, *, building: str, door: str, by: User) -> str:
        """A door that does not belong to the vote. Raises RuleError."""
        flat = self.flat_of(building, door)
        db.session.delete(flat)
        return flat.address

    @step("公示名册", of="drafted", to="listed", needs=ORGANISE, unless=_without_roll, waits=True)
    def publish_roll(self, *, by: User) -> str:
        """Name and matter stand from now on; so do the rules of today."""
        rules = rules_of(self.unit)
        self.rules = frozen(rules)
        self.number_voters()
        days = rules.owners_roll_days
        self.roll_from, self.roll_until = clock.today(), last_day(clock.today(), days, "calendar")
        until = f"{self.roll_until}（{days} 日，{basis_of(rules, 'owners_roll_days')}）"
        return f"{self.roll_said}。公示 {self.roll_from} 至 {until}。"

    @step("开始投票", of="listed", to="voting", needs=ORGANISE, unless=_roll_posted, waits=True)
    def open_voting(self, until: datetime, *, by: User) -> str:
        """Until that moment ballots are taken. Raises RuleError for one that is over."""
        if until <= clock.now():
            raise RuleError("截止时间已经过了，请核对。")
        self.voting_from, self.voting_until = clock.now(), until
        return f"到 {clock.local(until):%Y-%m-%d %H:%M} 截止。"

    # -- its result ------------------------------------------------------------------------------------------------

    @step("公示结果", of="counted", to="published", needs=ORGANISE, unless=unanswered, waits=True)
    def publish(self, *, outcome: str, by: User, grounds: str = "") -> str:
        """Raises RuleError for an outcome that the count does not bear out; where the rules differ, people decide and say why."""
        count = self.count_now
        if count.differ and not grounds.strip():
            raise RuleError("民法典口径和当地口径的结果不同，请写明按哪个口径认定和理由。")
        if not count.differ and (outcome == "passed") != count.passed:
            raise RuleError(f"按计票结果应为“{OUTCOMES['passed' if count.passed else 'failed']}”。")
        self.outcome, self.grounds = outcome, grounds
        return f"{OUTCOMES[outcome]}。{grounds}{self.post('owners_result_days')}"

    @step("登记异议", of="published", needs=ORGANISE)
    def object(self, *, door: str, text: str, answer: str, by: User) -> str:
        """What an owner objects, and what was answered. `door`: whose; no name."""
        return f"{door}：{text}\n答复：{answer}"

    @step("退回重新计票", of="published", to="counted", needs=ORGANISE)
    def reopen(self, reason: str, *, by: User) -> str:
        """An objection was right: ballots can be corrected, and the result is published anew."""
        self.published_from = self.published_until = None
        self.outcome = self.grounds = ""
        return reason

    @step("办结", of="published", to="passed", needs=ORGANISE, unless=_still_posted, waits=True)
    def close(self, *, by: User, note: str = "") -> Moved:
        """The publication is over: the decision stands."""
        return Moved(note, to=self.outcome)

    @step("取消", of=("drafted", "listed", "voting"), to="cancelled", needs=ORGANISE)
    def cancel(self, reason: str, *, by: User) -> str:
        """Nothing was decided."""
        return reason


def _those(owners: list[Contact], unsold: bool) -> list[Contact]:
    """Raises RuleError for a flat that was sold to nobody."""
    if not unsold and not owners:
        raise RuleError("请填写业主；未售、未交付的选“开发商未售”。")
    return [] if unsold else owners
