"""投票: ballots on paper and online in one count; doubles; taking one back; counting."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from plugins.owners_vote.models.ballot import CHOICES, WAYS, OwnersBallot, OwnersWithdrawal, standing
from plugins.owners_vote.models.roll import Voter
from portal import clock
from portal.accounts.hands import key_of, one_hand
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records import Moved, Step, step
from portal.records.people import Contact

if TYPE_CHECKING:
    from plugins.owners_vote.models.count import OwnersCount

ORGANISE = "owners_vote.organise"
OVER = "表决已经截止。"


def unanswered(vote: "Polling") -> str:
    """What stands in the way while somebody has asked to take an online ballot back and nobody has confirmed it."""
    waiting = len(vote.withdrawals_waiting)
    return f"有 {waiting} 张在线票的撤销等另一名工作人员确认。" if waiting else ""


def _too_early(vote: "Polling") -> str:
    count = vote.count_now
    if clock.now() <= vote.voting_until and not count.complete:
        return f"投票到 {clock.local(vote.voting_until):%Y-%m-%d %H:%M} 截止，还有业主没有投票。"
    if waits := unanswered(vote):
        return waits
    return f"有 {count.twice} 人的纸质票和在线票不一致，请先撤销错的一张。" if count.twice else ""


class Polling:
    """The part of a vote in which ballots are taken and counted. No ballot is replaced by one person alone: one on paper is taken back
    by another than who entered it, one online by two; whoever took one back does not enter the next."""

    voting_from: Mapped[datetime | None]
    voting_until: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]

    if TYPE_CHECKING:
        id: Mapped[int]
        status: Mapped[str]
        rules: Mapped[dict | None]

        @property
        def count_now(self) -> OwnersCount: ...

    def standing_of(self, voter: Voter) -> list[OwnersBallot]:
        """The ballots of a head that nobody took back."""
        mine = select(OwnersBallot).where(OwnersBallot.voter_id == voter.id).order_by(OwnersBallot.id)
        return standing(list(db.session.scalars(mine)))

    def voter_numbered(self, number: int) -> Voter:
        """Whose ballot has this number. Raises RuleError for none, or one whose flats were sold meanwhile."""
        voter = db.session.scalar(select(Voter).where(Voter.vote_id == self.id, Voter.ordinal == number))
        if voter is None:
            raise RuleError(f"没有第 {number} 号票，请核对票面上的号码。")
        if not voter.flats:
            raise RuleError(f"第 {number} 号票的房屋已经变更业主，请用新业主的票。")
        return voter

    @step("录入表决票", of="voting", needs=ORGANISE)
    def enter_ballot(self, number: int, choice: str, *, by: User, agent: Contact | None = None) -> None:
        """One on paper, by the number printed on it. Raises RuleError for a second of the same owner, unless doubles are settled
        before the count and the other one came online; from whoever took back the one before; or once it is counted."""
        self.hold(Polling.enter_ballot, by)
        voter = self.voter_numbered(number)
        if self._same_hand(by, *self._took_back(voter)):
            raise RuleError(f"第 {number} 号票的上一张是您撤销的，请由另一名工作人员录入。")
        self._take(voter, "paper", choice, by=by, agent=agent)

    def _same_hand(self, by: User, *others: int | None) -> bool:
        return bool(one_hand(by, set(others), key_of(self), lambda: self.entrusted_to(by, ORGANISE)))

    def _took_back(self, voter: Voter) -> list[int | None]:
        """Who took back the last ballot of this head that was taken back, or nobody."""
        gone = select(OwnersBallot.entered_by_id).where(
            OwnersBallot.voter_id == voter.id, OwnersBallot.withdraws_id.is_not(None)
        )
        return list(db.session.scalars(gone.order_by(OwnersBallot.id.desc()).limit(1)))

    def cast_online(self, voter: Voter, choice: str) -> None:
        """The vote of whoever holds the code. Raises RuleError."""
        if choice not in CHOICES:
            raise RuleError("请选择一项。")
        self.hold()
        if objection := self.online_objection(voter):
            raise RuleError(objection)
        self._take(voter, "online", choice)

    def online_objection(self, voter: Voter) -> str:
        """Why nobody can vote online with this code now, or ""."""
        if self.status != "voting" or self.voting_until is None or clock.now() > self.voting_until:
            return OVER if self.status not in ("drafted", "listed") else "投票还没有开始。"
        if not voter.flats:
            return "这套房屋已经变更业主，请用新的表决票。"
        return self._second(voter, "online")

    def _second(self, voter: Voter, way: str) -> str:
        """What stands against another ballot of this head, or ""."""
        earlier = self.standing_of(voter)
        both = (self.rules or {}).get("owners_twice") == "settle" and way not in [each.way for each in earlier]
        if not earlier or both:
            return ""
        first = earlier[0]
        return f"已经在 {clock.local(first.at):%Y-%m-%d %H:%M} 收到{WAYS[first.way]}票，以先收到的为准，不再计。"

    def hold(self, step: Step | None = None, by: User | None = None) -> None:
        """Until the end of the transaction no other ballot is taken and nobody counts: whoever comes second sees what the first did,
        and whether `step` is still open. Raises as the step does."""
        db.session.flush()  # what is refreshed forgets what was changed before
        db.session.refresh(self, ["status", "version", "voting_until"], with_for_update=True)
        if step:
            step.check(self, by)

    def _take(
        self, voter: Voter, way: str, choice: str, *, by: User | None = None, agent: Contact | None = None
    ) -> None:
        if objection := self._second(voter, way):
            raise RuleError(f"第 {voter.ordinal} 号票{objection}" if by else objection)
        ballot = OwnersBallot(
            vote_id=self.id, voter_id=voter.id, way=way, choice=choice, entered_by=by, agent=agent, at=clock.now()
        )
        db.session.add(ballot)
        db.session.flush()

    @step("撤销一张票", of=("voting", "counted"), needs=ORGANISE)
    def withdraw(self, number: int, way: str, reason: str, *, by: User) -> Moved:
        """The ballot stays and no longer counts: one on paper at once, by somebody else than who entered it; one online when another
        has confirmed it. What was counted is then counted anew. Raises RuleError."""
        self.hold(Polling.withdraw, by)
        voter = self.voter_numbered(number)
        found = next((each for each in self.standing_of(voter) if each.way == way), None)
        if found is None:
            raise RuleError(f"没有第 {number} 号{WAYS[way]}票，或者已经撤销。")
        if self._same_hand(by, found.entered_by_id):
            raise RuleError("这张票是您录入的，请由另一名工作人员核对后撤销。")
        if any(each.ballot_id == found.id for each in self.withdrawals_waiting):
            raise RuleError(f"第 {number} 号在线票已经申请撤销，等另一名工作人员确认。")
        told = f"第 {number} 号{WAYS[way]}票：{reason}"  # not which way it was cast: many may read this
        if way == "paper":
            self._take_back(found, reason, by)
            return Moved(told, to="voting")
        asked = OwnersWithdrawal(vote_id=self.id, ballot=found, reason=reason, asked_by=by)
        db.session.add(asked)
        db.session.flush()
        return Moved(f"{told}（等另一名工作人员确认）", made=asked, title="申请撤销一张票")

    @property
    def withdrawals_waiting(self) -> list[OwnersWithdrawal]:
        """Those of online ballots that nobody has answered yet."""
        own = select(OwnersWithdrawal).where(OwnersWithdrawal.vote_id == self.id)
        return list(db.session.scalars(own.where(OwnersWithdrawal.answered_at.is_(None)).order_by(OwnersWithdrawal.id)))

    @step("确认撤销", of=("voting", "counted"), needs=ORGANISE)
    def confirm(self, withdrawal: OwnersWithdrawal, agreed: bool, *, by: User, note: str = "") -> Moved:
        """By somebody else than who asked for it. Raises RuleError, WrongState."""
        self.hold(Polling.confirm, by)
        db.session.refresh(withdrawal, ["answered_at"])
        if withdrawal.answered_at:
            raise WrongState("这张票的撤销已经有人答复。")
        if self._same_hand(by, withdrawal.asked_by_id):
            raise RuleError("撤销是您申请的，请由另一名工作人员核对后确认。")
        withdrawal.agreed, withdrawal.answered_by, withdrawal.answered_at = agreed, by, clock.now()
        if agreed:
            self._take_back(withdrawal.ballot, withdrawal.reason, withdrawal.asked_by)
        told = f"第 {withdrawal.ballot.voter.ordinal} 号在线票：{'确认撤销' if agreed else '不撤销'}。{note}"
        return Moved(told, to="voting" if agreed else "")

    def _take_back(self, ballot: OwnersBallot, reason: str, by: User) -> None:
        copied = {name: getattr(ballot, name) for name in ("vote_id", "voter_id", "way", "choice")}
        db.session.add(OwnersBallot(withdraws_id=ballot.id, reason=reason, entered_by=by, at=clock.now(), **copied))
        db.session.flush()

    @step("计票", of="voting", to="counted", needs=ORGANISE, unless=_too_early, waits=True)
    def count(self, *, by: User) -> str:
        """After the last moment, or once everybody has voted."""
        self.hold(Polling.count, by)
        self.counted_at = clock.now()
        return said(self.count_now)

    @step("补录表决票", of="counted", to="voting", needs=ORGANISE)
    def resume(self, reason: str, *, by: User) -> str:
        """A ballot that came in time was not entered, or a corrected one is to be: then it is counted anew."""
        return reason


def said(count: "OwnersCount") -> str:
    """A count in one sentence."""
    told = count.tally
    results = "；".join(f"{each.rule.name}：{'通过' if each.passed else '不通过'}" for each in count.verdicts)
    return (
        f"全体 {told.whole.heads} 人，参与 {told.taking.heads} 人，同意 {told.agreed.heads} 人，"
        f"反对 {told.against.heads} 人，弃权 {told.abstained.heads} 人，废票 {told.spoiled.heads} 张。{results}。"
    )
