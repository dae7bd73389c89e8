"""村级事务 is a plugin of its own: its tables go. Those that have rows wait for it (village_affairs_0003)."""

from plugins.consultation.migrations import consultation_0006_village as matters
from plugins.consultation.migrations import consultation_0010_covenants as covenants
from portal.migrating.adoption import drop_empty
from portal.migrating.moving import stands

revision = "consultation_0012"
down_revision = "consultation_0011"
branch_labels = None
depends_on = None

TABLES = (
    "consultation_village_matter",
    "consultation_village_event",
    "consultation_village_objection",
    "consultation_village_sheet",
    "consultation_covenant",
    "consultation_covenant_event",
    "consultation_council",
    "consultation_council_member",
    "consultation_activity",
)


def upgrade() -> None:
    drop_empty(TABLES)


def downgrade() -> None:
    """Empty; going back, village_affairs_0003 fills them."""
    if not stands(TABLES[0]):
        matters.upgrade()
        covenants.upgrade()
