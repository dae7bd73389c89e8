"""cases: what was answered is verified, and whoever asked is visited afterwards

Revision ID: core_0024d
Revises: core_0024c
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0024d"
down_revision = "core_0024c"
branch_labels = None
depends_on = None

TABLE = "cases_check"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("answered", sa.String(4), nullable=False),
        sa.Column("settled", sa.String(4), nullable=False),
        sa.Column("content", sa.String(12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_cases_check_case_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts_user.id"], name=op.f("fk_cases_check_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_check")),
    )
    op.create_index(op.f("ix_cases_check_case_id"), TABLE, ["case_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
