"""What was kept while votes of owners were a part of 红管家议事坊 moves over (portal.migrating.adoption)."""

from portal.migrating.adoption import Adoption

revision = "owners_vote_0002"
down_revision = "owners_vote_0001"
branch_labels = None
depends_on = None

SETTINGS = (
    *(f"owners_{each}" for each in ("taking", "ordinary", "grave", "unsold", "spoiled", "twice")),
    *(f"owners_{each}" for each in ("roll_days", "result_days", "pattern")),
    *(f"local_{each}" for each in ("name", "source", "matters", "taking", "of", "passing")),
    "day_kind",
)

ADOPTION = Adoption(
    source="consultation",
    plugin="owners_vote",
    after="consultation_0011",
    why="业主表决从“红管家议事坊”中分出",
    tables={
        "consultation_owners_vote": "owners_vote_vote",
        "consultation_owners_vote_event": "owners_vote_vote_event",
        "consultation_voter": "owners_vote_voter",
        "consultation_flat": "owners_vote_flat",
        "consultation_owner": "owners_vote_owner",
        "consultation_owners_ballot": "owners_vote_ballot",
        "consultation_owners_withdrawal": "owners_vote_withdrawal",
    },
    series={"consultation.owners": "owners_vote.votes"},
    papers={f"owners_{each}": each for each in ("notice", "roll", "proof", "result")},
    lists={
        "consultation.owners_votes": "owners_vote.votes",
        "consultation.owners_ballots": "owners_vote.ballots",
        "consultation.flats": "owners_vote.flats",
    },
    permissions={"view": "view", "owners": "organise", "export": "export"},
    settings={each: each for each in SETTINGS},
)

upgrade = ADOPTION.upgrade
downgrade = ADOPTION.downgrade
