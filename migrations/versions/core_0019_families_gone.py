"""families: the address of one that was merged or removed says where it went

Revision ID: core_0019
Revises: core_0014b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0019"
down_revision = "core_0014b"
branch_labels = None
depends_on = None

TABLE = "families_gone"
LEVELS = ("city", "county", "township", "community", "grid", "subgrid")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(f"{each}_id", sa.Integer(), nullable=True) for each in LEVELS),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_families_gone_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_families_gone")),
    )
    for name in ("into_id", "unit_id"):
        op.create_index(op.f(f"ix_families_gone_{name}"), TABLE, [name])


def downgrade() -> None:
    op.drop_table(TABLE)
