"""A year's volumes, bound one after another by a job.

Revision ID: core_0062
Revises: core_0061
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0062"
down_revision = "core_0061"
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    op.create_table(
        "records_volume_batch",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("last_id", sa.Integer, nullable=False),
        sa.Column("failed", sa.JSON, nullable=False),
        sa.Column("said", sa.String(300), nullable=False),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("accounts_user.id"), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("unit_id", sa.Integer, sa.ForeignKey("org_unit.id"), nullable=False),
        *(sa.Column(level, sa.Integer) for level in LEVELS),
    )
    op.create_index("ix_records_volume_batch_key", "records_volume_batch", ["key", "unit_id", "id"])
    op.create_index("ix_records_volume_batch_unit_id", "records_volume_batch", ["unit_id"])


def downgrade() -> None:
    op.drop_table("records_volume_batch")
