"""accounts: when somebody signed in last, and that an account was locked because it was long ago; from the trail for those there are

Revision ID: core_0038b
Revises: core_0038
"""

import sqlalchemy as sa
from alembic import op

from portal.migrating.moving import reflected

revision = "core_0038b"
down_revision = "core_0038"
branch_labels = None
depends_on = None

TABLE = "accounts_user"
FIRST = "1970-01-01 00:00:00"  # until it is known, in the same step


def upgrade() -> None:
    """In place: a table others refer to is not made anew. Who never signed in counts from the day the account was opened."""
    op.add_column(TABLE, sa.Column("used_at", sa.DateTime(), nullable=False, server_default=FIRST))
    op.add_column(TABLE, sa.Column("dormant_at", sa.DateTime(), nullable=True))
    op.create_index(op.f("ix_accounts_user_dormant_at"), TABLE, ["dormant_at"])
    users, entries = reflected(TABLE), reflected("audit_entry")
    op.execute(sa.update(users).values(used_at=users.c.created_at))
    last = sa.select(entries.c.actor_id, sa.func.max(entries.c.at)).where(entries.c.action == "sign_in")
    for whose, at in op.get_bind().execute(last.group_by(entries.c.actor_id)).all():
        op.execute(sa.update(users).where(users.c.id == whose, users.c.used_at < at).values(used_at=at))


def downgrade() -> None:
    """Who was locked stays so."""
    op.drop_index(op.f("ix_accounts_user_dormant_at"), TABLE)
    op.drop_column(TABLE, "dormant_at")
    op.drop_column(TABLE, "used_at")
