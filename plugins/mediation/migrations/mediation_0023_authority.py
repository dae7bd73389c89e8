"""What an agent may do and until when, who of the signatures are an agent's; and mediators who step back."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import keys_of

revision = "mediation_0023"
down_revision = "mediation_0020b"
branch_labels = None
depends_on = None

PARTY = "mediation_dispute_party"
COLUMNS = ("scope", "acts", "acts_from", "acts_until", "paper_seen_on")


def upgrade() -> None:
    _add(PARTY, sa.Column("scope", sa.String(length=10), nullable=False, server_default=""))
    _add(PARTY, sa.Column("acts", sa.JSON(), nullable=False, server_default="[]"))
    for name in COLUMNS[2:]:
        op.add_column(PARTY, sa.Column(name, sa.Date()))
    _add("mediation_signature", sa.Column("by_agent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "mediation_recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("mediator_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer()),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("granted", sa.Boolean()),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("decided_by_id", sa.Integer()),
        *keys_of(
            "mediation_recusal",
            {
                "dispute_id": "mediation_dispute",
                "mediator_id": "mediation_mediator",
                "party_id": "cases_party",
                "decided_by_id": "accounts_user",
            },
        ),
    )
    op.create_index(op.f("ix_mediation_recusal_dispute_id"), "mediation_recusal", ["dispute_id"])


def downgrade() -> None:
    op.drop_table("mediation_recusal")
    op.drop_column("mediation_signature", "by_agent")
    for name in reversed(COLUMNS):
        op.drop_column(PARTY, name)


def _add(table: str, column: sa.Column) -> None:
    """With a value for the rows that are there, and none for those to come."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(column)
    with op.batch_alter_table(table) as batch:
        batch.alter_column(column.name, existing_type=column.type, existing_nullable=False, server_default=None)
