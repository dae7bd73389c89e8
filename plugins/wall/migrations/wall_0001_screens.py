"""wall: screens, each opened by its key

Revision ID: wall_0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "wall_0001"
down_revision = None
branch_labels = None
depends_on = None

TABLE = "wall_screen"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("key", sa.String(43), nullable=False),
        sa.Column("put_up_by_id", sa.Integer(), nullable=False),
        sa.Column("put_up_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.ForeignKeyConstraint(["put_up_by_id"], ["accounts_user.id"], name=op.f("fk_wall_screen_put_up_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_wall_screen_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_screen")),
        sa.UniqueConstraint("key", name=op.f("uq_wall_screen_key")),
    )
    for level in ("county", "township"):
        op.create_index(f"ix_wall_screen_{level}", TABLE, [f"{level}_id", "put_up_at", "id"])
    op.create_index(op.f("ix_wall_screen_unit_id"), TABLE, ["unit_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
