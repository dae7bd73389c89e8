"""The settings of the plugin all bear its name."""

from portal.migrating.decisions import rename_settings

revision = "village_affairs_0007"
down_revision = "village_affairs_0006"
branch_labels = None
depends_on = None

SECTION = "village_affairs"
NAMES = {
    "residents_matter_law": "village_residents_law",
    "residents_quorum": "village_residents",
    "residents_notice_days": "village_residents_notice_days",
    "covenant_law": "village_covenant_law",
    "residents_law": "village_residents_covenant_law",
    "councils": "village_councils",
    "council_years": "village_council_years",
}


def upgrade() -> None:
    rename_settings(SECTION, NAMES)


def downgrade() -> None:
    rename_settings(SECTION, {new: old for old, new in NAMES.items()})
