"""accounts: guesses are counted by account, device and address, and no longer lock an account.

Revision ID: core_0015
Revises: core_0018
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0015"
down_revision = "core_0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_guess",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("whole_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_core_guess")),
    )
    op.create_index(op.f("ix_core_guess_whole_at"), "core_guess", ["whole_at"])
    op.drop_column("accounts_user", "failures")  # in place: a table others refer to is not made anew
    op.drop_column("accounts_user", "locked_until")


def downgrade() -> None:
    op.add_column("accounts_user", sa.Column("locked_until", sa.DateTime(), nullable=True))
    op.add_column("accounts_user", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index(op.f("ix_core_guess_whole_at"), "core_guess")
    op.drop_table("core_guess")
