"""家庭积分 and 家庭荣誉 are plugins of their own: their tables go. Those that have rows wait for family_points_0002 and family_honours_0002."""

from plugins.family_values.migrations import family_values_0003_points as points
from plugins.family_values.migrations import family_values_0004_honours as honours
from portal.migrating.adoption import drop_empty
from portal.migrating.moving import stands

revision = "family_values_0005"
down_revision = "family_values_0004"
branch_labels = None
depends_on = None

POINTS = (  # parents before children
    "family_values_good",
    "family_values_rule",
    "family_values_account",
    "family_values_claim",
    "family_values_claim_event",
    "family_values_exchange",
    "family_values_exchange_event",
    "family_values_point_line",
    "family_values_stock_line",
)
HONOURS = (
    "family_values_campaign",
    "family_values_campaign_event",
    "family_values_honour",
    "family_values_honour_check",
    "family_values_honour_event",
    "family_values_honour_review",
    "family_values_objection",
    "family_values_objection_event",
    "family_values_stood_aside",
)


def upgrade() -> None:
    drop_empty(POINTS)
    drop_empty(HONOURS)


def downgrade() -> None:
    """Empty; going back, the migrations of the two fill them."""
    for tables, each in ((POINTS, points), (HONOURS, honours)):
        if not stands(tables[0]):
            each.upgrade()
