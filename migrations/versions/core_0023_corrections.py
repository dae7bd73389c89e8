"""cases: what a case weighs, when it was corrected; parties who were taken off, and whoever acts for one

Revision ID: core_0023
Revises: core_0024
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0023"
down_revision = "core_0024"
branch_labels = None
depends_on = None

FOREIGN_KEY, INDEX = "fk_cases_party_agent_id_records_contact", "ix_cases_party_agent_id"


def _of_cases() -> list[sa.Column]:
    return [
        sa.Column("claim_fen", sa.BigInteger(), nullable=True),
        sa.Column("people_count", sa.Integer(), nullable=True),
        sa.Column("urgency", sa.String(8), nullable=False, server_default="usual"),
        sa.Column("risk", sa.String(8), nullable=False, server_default=""),
        sa.Column("corrected_at", sa.DateTime(), nullable=True),
    ]


def _of_parties() -> list[sa.Column]:
    return [
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("relation", sa.String(12), nullable=False, server_default=""),
        sa.Column("own_work", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("scope", sa.String(10), nullable=False, server_default=""),
        sa.Column("entrusted_on", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(60), nullable=False, server_default=""),
        sa.Column("guardian_note", sa.String(100), nullable=False, server_default=""),
    ]


def upgrade() -> None:
    with op.batch_alter_table("cases_case") as table:
        for column in _of_cases():
            table.add_column(column)
    with op.batch_alter_table("cases_party") as table:
        table.drop_column("agent")  # nothing was ever written there
        for column in _of_parties():
            table.add_column(column)
        table.create_foreign_key(op.f(FOREIGN_KEY), "records_contact", ["agent_id"], ["id"])
        table.create_index(op.f(INDEX), ["agent_id"])
    with op.batch_alter_table("cases_party") as table:  # new rows have their values from the portal
        for column in _of_parties():
            if not column.nullable:
                table.alter_column(column.name, existing_type=column.type, existing_nullable=False, server_default=None)


def downgrade() -> None:
    agents = list(op.get_bind().scalars(sa.text("SELECT agent_id FROM cases_party WHERE agent_id IS NOT NULL")))
    with op.batch_alter_table("cases_party") as table:
        table.drop_index(op.f(INDEX))
        table.drop_constraint(op.f(FOREIGN_KEY), type_="foreignkey")
        for column in reversed(_of_parties()):
            table.drop_column(column.name)
        table.add_column(sa.Column("agent", sa.String(60), nullable=False, server_default=""))
    contact = sa.table("records_contact", sa.column("id"))
    op.get_bind().execute(sa.delete(contact).where(contact.c.id.in_(agents)))
    for column in reversed(_of_cases()):
        op.drop_column("cases_case", column.name)
