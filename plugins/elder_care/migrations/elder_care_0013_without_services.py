"""居家养老服务 is a plugin of its own: its tables go. Those that have rows wait for it (elder_services_0002)."""

from plugins.elder_care.migrations import elder_care_0007_services as services
from portal.migrating.adoption import drop_empty
from portal.migrating.moving import stands

revision = "elder_care_0013"
down_revision = "elder_care_0012"
branch_labels = None
depends_on = None

TABLES = ("elder_care_provider", "elder_care_service", "elder_care_service_event")


def upgrade() -> None:
    drop_empty(TABLES)


def downgrade() -> None:
    """Empty; going back, elder_services_0002 fills them."""
    if not stands(TABLES[0]):
        services.upgrade()
