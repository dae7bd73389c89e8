"""One topic on the agenda of a meeting: what was said, the plans, the vote, and what came of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.consultation.models.ballot import ABSTAINED, AGAINST, Ballot, Tally
from plugins.consultation.models.meeting import Meeting
from plugins.consultation.models.resolution import Resolution
from plugins.consultation.models.topic import HOST, Topic
from plugins.consultation.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records import Moved, Part, step
from portal.records.majorities import MAJORITIES, reached

WAYS = {"hands": "举手", "ballot": "投票"}
VOTING = WAYS | {"household": "每户凭码在线"}
RESULTS = {"passed": "通过", "failed": "未通过", "deferred": "下次再议"}


class Option(db.Model):
    """方案: one of the plans, and how many were for it."""

    __tablename__ = "consultation_option"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("consultation_item.id"), index=True)
    text: Mapped[str] = mapped_column(String(200))
    votes: Mapped[int] = mapped_column(default=0)


def _decided(item: "Item") -> RuleError | str:
    return WrongState(f"这个议题已经有结果：{RESULTS[item.result]}。") if item.result else ""


def _cannot_vote(item: "Item") -> RuleError | str:
    if objection := _decided(item):
        return objection
    if item.ballot_until:
        return WrongState("这个议题正在在线表决，由各户的票决定。")
    return item.record.not_quorate if item.options else "还没有方案，请先记发言、写方案。"


def _cannot_ballot(item: "Item") -> RuleError | str:
    if item.ballot_until:
        return WrongState("这个议题已经开始在线表决。")
    return _decided(item) or ("" if item.options else "还没有方案，请先记发言、写方案。")


def _not_over(item: "Item") -> RuleError | str:
    if objection := _decided(item):
        return objection
    if item.ballot_until is None:
        return "没有在线表决。"
    return (
        ""
        if clock.now() > item.ballot_until
        else f"在线表决到 {clock.local(item.ballot_until):%Y-%m-%d %H:%M} 才结束。"
    )


class Item(Part, db.Model):
    """议程上的一项. `minutes` hold a statement a line: 「谁：说了什么」."""

    __tablename__ = "consultation_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("consultation_meeting.id"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("consultation_topic.id"), index=True)
    minutes: Mapped[str] = mapped_column(Text, default="")
    dissent: Mapped[str] = mapped_column(Text, default="")
    way: Mapped[str] = mapped_column(String(10), default="")
    against: Mapped[int] = mapped_column(default=0)
    abstained: Mapped[int] = mapped_column(default=0)
    voters: Mapped[int] = mapped_column(default=0)
    ballot_until: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(String(10), default="")

    record: Mapped[Meeting] = relationship(back_populates="items")
    topic: Mapped[Topic] = relationship(lazy="joined")
    options: Mapped[list[Option]] = relationship(order_by=Option.id, cascade="all, delete-orphan")
    ballots: Mapped[list[Ballot]] = relationship(back_populates="item", order_by=Ballot.id)
    tallies: Mapped[list[Tally]] = relationship(order_by=Tally.id)

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """Those of the meetings that the user may see."""
        return select(cls).join(cls.record).where(Meeting.seen_by(user))

    @property
    def about(self) -> str:
        return f"{self.record.title}　{self.topic.title}"

    @property
    def way_name(self) -> str:
        return VOTING.get(self.way, "")

    @property
    def result_name(self) -> str:
        return RESULTS.get(self.result, "未定")

    @property
    def tally(self) -> str:
        """How the vote went, in words."""
        plans = "，".join(f"{each.text} {each.votes} 票" for each in self.options)
        unit = "户参加" if self.way == "household" else "人到会"
        return f"{self.voters} {unit}，{plans}，反对 {self.against} 票，弃权 {self.abstained} 票"

    @step("记发言", of="held", needs=HOST, unless=_decided)
    def discuss(self, *, minutes: str, plans: list[str], by: User) -> str:
        """What was said, by speaker, and the plans that will be voted on. Raises RuleError once households vote on them."""
        if self.ballot_until and plans != [each.text for each in self.options]:
            raise RuleError("已经开始在线表决，方案不能再改。")
        self.minutes = minutes
        if plans != [each.text for each in self.options]:
            self.options = [Option(text=each) for each in plans]
        return f"{self.topic.title}：方案 {len(plans)} 个。"

    @step("表决", of="held", needs=HOST, unless=_cannot_vote)
    def vote(self, *, way: str, votes: list[int], against: int, abstained: int, by: User, **said) -> Moved:
        """By hands or by ballot: `votes` for each plan. `said`: text of the resolution, dissent, again (whether it is taken up again
        if it fails). Raises RuleError for more votes than people who came."""
        cast, present = sum(votes) + against + abstained, self.record.present
        if cast > present:
            raise RuleError(f"票数合计 {cast}，多于到会的 {present} 人，请核对。")
        return self._decide(way, votes, against, abstained, present, by=by, **said)

    @step("开始在线表决", of="held", needs=HOST, unless=_cannot_ballot)
    def open_ballot(self, *, households: list[str], until: datetime, by: User) -> str:
        """每户一票: a code for each household, printed on its notice. Raises RuleError for a household twice, or a moment that has passed."""
        if len(set(households)) < len(households):
            raise RuleError("有的户写了两遍，每户只有一票，请核对。")
        if until <= clock.now():
            raise RuleError("截止时间已经过了，请核对。")
        self.way, self.ballot_until = "household", until
        self.ballots = [Ballot.for_household(each) for each in households]
        self.tallies = [Tally(choice=each) for each in (*(plan.id for plan in self.options), AGAINST, ABSTAINED)]
        return f"{self.topic.title}：{len(households)} 户，到 {clock.local(until):%Y-%m-%d %H:%M} 截止。"

    @step("统计在线表决", of="held", needs=HOST, unless=_not_over, verb="vote")
    def count_ballot(self, *, by: User, **said) -> Moved:
        """Raises RuleError when too few households took part."""
        self.hold()
        cast, rule = sum(each.cast_at is not None for each in self.ballots), self.record.quorum
        if not reached(cast, len(self.ballots), rule):
            raise RuleError(
                f"参加表决的户数不足：{len(self.ballots)} 户中 {cast} 户，须{MAJORITIES[rule]}参加。请选“下次再议”。"
            )
        votes = {each.choice: each.votes for each in self.tallies}
        if sum(votes.values()) != cast:
            raise RuleError(f"投票的有 {cast} 户，记下的却有 {sum(votes.values())} 票，不能计票，请联系系统管理员。")
        plans = [votes[each.id] for each in self.options]
        return self._decide("household", plans, votes[AGAINST], votes[ABSTAINED], cast, by=by, **said)

    def hold(self) -> None:
        """Until the end of the transaction no household votes on it and nobody counts: whoever comes second sees what the first did."""
        db.session.flush()  # what is refreshed forgets what was changed before
        db.session.refresh(self, ["ballot_until", "result"], with_for_update=True)
        db.session.expire(self, ["ballots", "tallies"])

    @step("下次再议", of="held", needs=HOST, unless=_decided)
    def defer(self, reason: str, *, by: User) -> str:
        """No vote today."""
        self.result = "deferred"
        self.topic.defer(reason, by=by)
        return f"{self.topic.title}：{reason}"

    def _decide(
        self,
        way: str,
        votes: list[int],
        against: int,
        abstained: int,
        voters: int,
        *,
        by: User,
        text: str,
        dissent: str = "",
        again: bool = False,
    ) -> Moved:
        for option, count in zip(self.options, votes, strict=True):
            option.votes = count
        self.way, self.against, self.abstained, self.voters, self.dissent = way, against, abstained, voters, dissent
        most = max(votes)
        if not reached(most, voters, rules_of(self.record.unit).passing):
            self.result = "deferred" if again else "failed"
            (self.topic.defer if again else self.topic.fail)(f"{self.tally}。", by=by)
            return Moved(f"{self.topic.title}：{self.tally}，没有通过。")
        self.result, chosen = "passed", self.options[votes.index(most)]
        made = Resolution.draw_up(unit=self.record.unit, item=self, text=text or chosen.text, by=by)
        self.topic.resolve(made.number, by=by)
        return Moved(f"{self.topic.title}：{self.tally}，通过“{chosen.text}”。", made=made)
