"""signing_in: the second factor of accounts, and the codes on paper that stand in for it

Revision ID: core_0038
Revises: core_0036
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0038"
down_revision = "core_0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_in_factor",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["accounts_user.id"], name=op.f("fk_signing_in_factor_user_id_accounts_user")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_signing_in_factor")),
    )
    op.create_table(
        "signing_in_recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["accounts_user.id"], name=op.f("fk_signing_in_recovery_code_user_id_accounts_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_in_recovery_code")),
        sa.UniqueConstraint("user_id", "mark", name="uq_signing_in_recovery_code_mark"),
    )


def downgrade() -> None:
    """Whoever had a second factor signs in by the password alone."""
    op.drop_table("signing_in_recovery_code")
    op.drop_table("signing_in_factor")
