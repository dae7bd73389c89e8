"""cases: whom a group elected to speak for it, and who belongs to it

Revision ID: core_0023c
Revises: core_0024b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0023c"
down_revision = "core_0024b"
branch_labels = None
depends_on = None

TABLE = "cases_member"
KEYS = {"case_id": "cases_case", "by_id": "accounts_user", "contact_id": "records_contact"}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("case_id", "side", "by_id")),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}_{table}"))
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for name in ("case_id", "contact_id"):
        op.create_index(op.f(f"ix_{TABLE}_{name}"), TABLE, [name])
    op.add_column("cases_party", sa.Column("elected_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("cases_party", "elected_on")
    contacts = list(op.get_bind().scalars(sa.text("SELECT contact_id FROM cases_member")))
    op.drop_table(TABLE)
    contact = sa.table("records_contact", sa.column("id"))
    op.get_bind().execute(sa.delete(contact).where(contact.c.id.in_(contacts)))
