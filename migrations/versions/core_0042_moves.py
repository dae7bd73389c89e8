"""moves: under which unit each stood before, and whose rows are on their way

Revision ID: core_0042
Revises: core_0043
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0042"
down_revision = "core_0043"
branch_labels = None
depends_on = None

STOOD, RELOCATION = "org_stood_under", "units_relocation"


def upgrade() -> None:
    op.create_table(
        STOOD,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "unit_id", sa.Integer, sa.ForeignKey("org_unit.id", name=op.f("fk_org_stood_under_unit_id")), nullable=False
        ),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("org_unit.id", name=op.f("fk_org_stood_under_parent_id"))),
        sa.Column("until", sa.Date, nullable=False),
    )
    op.create_index("ix_org_stood_under_unit_id", STOOD, ["unit_id"])
    op.create_index("ix_org_stood_under_parent_id", STOOD, ["parent_id"])
    op.create_table(
        RELOCATION,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "change_id",
            sa.Integer,
            sa.ForeignKey("units_change.id", name=op.f("fk_units_relocation_change_id")),
            nullable=False,
        ),
        sa.Column(
            "unit_id",
            sa.Integer,
            sa.ForeignKey("org_unit.id", name=op.f("fk_units_relocation_unit_id")),
            nullable=False,
        ),
        sa.Column("units", sa.JSON, nullable=False),
        sa.Column("residents", sa.JSON, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("finished_at", sa.DateTime()),
        sa.UniqueConstraint("change_id", name=op.f("uq_units_relocation_change_id")),
    )
    op.create_index("ix_units_relocation_unit_id", RELOCATION, ["unit_id"])


def downgrade() -> None:
    op.drop_table(RELOCATION)
    op.drop_table(STOOD)
