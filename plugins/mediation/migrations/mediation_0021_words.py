"""示范条款; age, ethnicity and workplace of whoever was asked."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import keys_of

revision = "mediation_0021_words"
down_revision = "mediation_0020d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediation_clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        *keys_of("mediation_clause", {"committee_id": "mediation_committee"}),
    )
    op.create_index("ix_mediation_clause_committee_id", "mediation_clause", ["committee_id"])
    with op.batch_alter_table("mediation_inquiry") as batch:
        batch.add_column(sa.Column("age", sa.Integer()))
        batch.add_column(sa.Column("ethnicity", sa.String(length=20), nullable=False, server_default=""))
        batch.add_column(sa.Column("workplace", sa.String(length=100), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("mediation_inquiry") as batch:
        batch.drop_column("workplace")
        batch.drop_column("ethnicity")
        batch.drop_column("age")
    op.drop_table("mediation_clause")
