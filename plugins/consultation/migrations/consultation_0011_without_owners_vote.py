"""业主表决 is a plugin of its own: its tables go. Those that have rows wait for it (owners_vote_0002)."""

from plugins.consultation.migrations import consultation_0005_owners_vote as votes
from plugins.consultation.migrations import consultation_0009_withdrawals as withdrawals
from portal.migrating.adoption import drop_empty
from portal.migrating.moving import stands

revision = "consultation_0011"
down_revision = "consultation_0010"
branch_labels = None
depends_on = None

TABLES = (
    "consultation_owners_vote",
    "consultation_owners_vote_event",
    "consultation_voter",
    "consultation_flat",
    "consultation_owner",
    "consultation_owners_ballot",
    "consultation_owners_withdrawal",
)


def upgrade() -> None:
    drop_empty(TABLES)


def downgrade() -> None:
    """Empty; going back, owners_vote_0002 fills them."""
    if not stands(TABLES[0]):
        votes.upgrade()
        withdrawals.upgrade()
