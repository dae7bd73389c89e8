"""计票: what the ballots of a vote come to now. Two statements, however many flats; sums in integers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from plugins.owners_vote.models.ballot import OwnersBallot
from plugins.owners_vote.models.roll import DEVELOPER, Flat, Voter
from plugins.owners_vote.reckoning import SILENT, Head, Tally, Verdict, judge, tally
from plugins.owners_vote.rules import rules_for
from portal.extensions import db

if TYPE_CHECKING:
    from plugins.owners_vote.models.vote import OwnersVote


@dataclass
class OwnersCount:
    """The count of one vote by the rules `kept` with it."""

    vote: "OwnersVote"
    kept: Mapping[str, Any]

    @cached_property
    def areas(self) -> dict[int, int]:
        """Head → area of its flats; those of 建设单位 only where they count."""
        found = (
            select(Flat.voter_id, func.sum(Flat.area))
            .join(Flat.voter)
            .where(Flat.vote_id == self.vote.id)
            .group_by(Flat.voter_id)
        )
        if self.kept["owners_unsold"] == "leave":
            found = found.where(Voter.identity != DEVELOPER)
        return {ident: int(area) for ident, area in db.session.execute(found)}

    @cached_property
    def ballots(self) -> list[Any]:
        """Those that stand, as they came in."""
        columns = (OwnersBallot.id, OwnersBallot.voter_id, OwnersBallot.way, OwnersBallot.choice)
        rows = db.session.execute(
            select(*columns, OwnersBallot.withdraws_id)
            .where(OwnersBallot.vote_id == self.vote.id)
            .order_by(OwnersBallot.id)
        ).all()
        gone = {each.withdraws_id for each in rows}
        return [
            each for each in rows if each.withdraws_id is None and each.id not in gone and each.voter_id in self.areas
        ]

    @cached_property
    def choices(self) -> dict[int, str]:
        """Head → the choice of its first ballot."""
        return {each.voter_id: each.choice for each in reversed(self.ballots)}

    @cached_property
    def twice(self) -> int:
        """Heads whose ballots contradict each other, where these are looked into before the count."""
        if self.kept["owners_twice"] == "first":
            return 0
        said = {(each.voter_id, each.choice) for each in self.ballots}
        return sum(count > 1 for count in Counter(voter for voter, _ in said).values())

    @cached_property
    def tally(self) -> Tally:
        heads = (Head(area, self.choices.get(ident, SILENT)) for ident, area in self.areas.items())
        return tally(heads, with_spoiled=self.kept["owners_spoiled"] == "count")

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """By the law, and by the local rule where there is one."""
        return [judge(rule, self.tally) for rule in rules_for(self.vote.matter, self.kept)]

    @property
    def differ(self) -> bool:
        """Whether the rules come to different results: then people decide."""
        return len({each.passed for each in self.verdicts}) > 1

    @property
    def passed(self) -> bool:
        """By the law."""
        return self.verdicts[0].passed

    @property
    def ways(self) -> dict[str, int]:
        """How many of the ballots that count came on paper, how many online."""
        first = {each.voter_id: each.way for each in reversed(self.ballots)}
        return dict(Counter(first.values()))

    @property
    def complete(self) -> bool:
        """Whether every head has voted."""
        return len(self.choices) == len(self.areas)
