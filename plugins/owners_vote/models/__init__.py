"""A vote, one area a file: the vote itself, its roll, how it is polled, the ballots, the count."""

from plugins.owners_vote.models.ballot import OwnersBallot, OwnersWithdrawal
from plugins.owners_vote.models.roll import Flat, Owner, Voter
from plugins.owners_vote.models.vote import OwnersVote, OwnersVoteEvent

__all__ = ["OwnersVote", "OwnersVoteEvent", "Voter", "Owner", "Flat", "OwnersBallot", "OwnersWithdrawal"]
