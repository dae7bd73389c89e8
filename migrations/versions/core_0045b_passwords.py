"""accounts: when a password was set, and those an account had; who there is counts from now

Revision ID: core_0045b
Revises: core_0044c
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from portal.migrating.moving import reflected

revision = "core_0045b"
down_revision = "core_0044c"
branch_labels = None
depends_on = None

USERS, FORMER = "accounts_user", "accounts_former_password"
FIRST = "1970-01-01 00:00:00"  # until it is known, in the same step


def upgrade() -> None:
    """In place: a table others refer to is not made anew. Nobody is asked for a new password on the day of the update."""
    op.add_column(USERS, sa.Column("password_at", sa.DateTime(), nullable=False, server_default=FIRST))
    op.execute(sa.update(reflected(USERS)).values(password_at=datetime.now(UTC).replace(tzinfo=None)))
    user = sa.ForeignKey("accounts_user.id", name=op.f("fk_accounts_former_password_user_id"))
    op.create_table(
        FORMER,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, user, nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index(op.f("ix_accounts_former_password_user_id"), FORMER, ["user_id"])


def downgrade() -> None:
    op.drop_table(FORMER)
    op.drop_column(USERS, "password_at")
