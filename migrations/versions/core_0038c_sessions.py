"""accounts: in which browsers an account is signed in

Revision ID: core_0038c
Revises: core_0038b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0038c"
down_revision = "core_0038b"
branch_labels = None
depends_on = None

TABLE = "accounts_sign_in"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("browser", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["accounts_user.id"], name=op.f("fk_accounts_sign_in_user_id_accounts_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_sign_in")),
    )
    op.create_index("ix_accounts_sign_in_whose", TABLE, ["user_id", "epoch"])
    op.create_index(op.f("ix_accounts_sign_in_began_at"), TABLE, ["began_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
