"""accounts: user names in small letters; the fingerprint of the data key.

Revision ID: core_0011
Revises: core_0010
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "core_0011"
down_revision = "core_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_key")),
    )
    users = sa.table("accounts_user", sa.column("id", sa.Integer), sa.column("username", sa.String))
    connection = op.get_bind()
    rows = connection.execute(sa.select(users.c.id, users.c.username).order_by(users.c.id)).all()
    taken = {name for _, name in rows}
    for ident, name in rows:
        folded = unicodedata.normalize("NFKC", name).strip().casefold()
        if folded != name and folded not in taken and len(folded) <= 40:  # of two alike the older keeps the plain name
            taken.add(folded)
            connection.execute(sa.update(users).where(users.c.id == ident).values(username=folded))


def downgrade() -> None:
    op.drop_table("core_key")  # names stay small: whoever knew them otherwise is told by the sign-in page alike
