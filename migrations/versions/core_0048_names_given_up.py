"""units: the short name a unit gave up, with which numbers may be written

Revision ID: core_0048
Revises: core_0047
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0048"
down_revision = "core_0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("units_change", sa.Column("gave_up", sa.String(40), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("units_change", "gave_up")
