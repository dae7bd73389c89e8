"""高龄津贴 is a plugin of its own: its tables go. Those that have rows wait for it (great_age_0002), whichever is migrated first."""

import sqlalchemy as sa
from alembic import op

from plugins.elder_care.migrations import elder_care_0006_great_age as tables
from plugins.elder_care.migrations import elder_care_0010_timeline as timeline

revision = "elder_care_0012"
down_revision = "elder_care_0011"
branch_labels = None
depends_on = None

HOLDING = ("elder_care_great_age", "elder_care_great_settlement")


def upgrade() -> None:
    if _there() and not any(
        op.get_bind().scalar(sa.select(sa.func.count()).select_from(sa.table(name))) for name in HOLDING
    ):
        timeline.downgrade()
        tables.downgrade()


def downgrade() -> None:
    """Empty; going back, great_age_0002 fills them."""
    if not _there():
        tables.upgrade()
        timeline.upgrade()


def _there() -> bool:
    return sa.inspect(op.get_bind()).has_table(HOLDING[0])
