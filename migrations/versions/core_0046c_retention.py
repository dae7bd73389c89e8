"""retention: what was asked to be taken out of registers after its term, and who agreed

Revision ID: core_0046c
Revises: core_0042
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0046c"
down_revision = "core_0042"
branch_labels = None
depends_on = None

TABLE = "retention_run"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
OPEN = sa.text("state IN ('asked', 'approved')")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=60), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts_user.id"], name=op.f("fk_retention_run_asked_by_id_accounts_user")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts_user.id"], name=op.f("fk_retention_run_decided_by_id_accounts_user")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_retention_run_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    op.create_index(
        "uq_retention_run_open", TABLE, ["unit_id", "register"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(op.f("ix_retention_run_unit_id"), TABLE, ["unit_id"])


def downgrade() -> None:
    """What was done stays done."""
    op.drop_table(TABLE)
