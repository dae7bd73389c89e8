"""units: what befell each, with its day and its reason

Revision ID: core_0040
Revises: core_0035
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0040"
down_revision = "core_0035"
branch_labels = None
depends_on = None

CHANGE = "units_change"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    op.create_table(
        CHANGE,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("verb", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("before", sa.String(120), nullable=False),
        sa.Column("after", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("basis", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("accounts_user.id", name=op.f("fk_units_change_by_id"))),
        sa.Column(
            "unit_id", sa.Integer, sa.ForeignKey("org_unit.id", name=op.f("fk_units_change_unit_id")), nullable=False
        ),
        *(sa.Column(level, sa.Integer) for level in LEVELS),
    )
    op.create_index("ix_units_change_unit_id", CHANGE, ["unit_id"])
    op.create_index("ix_units_change_history", CHANGE, ["unit_id", "valid_from", "id"])


def downgrade() -> None:
    op.drop_table(CHANGE)
