"""核销: debts that are given up, each proposed by one and decided by another."""

import sqlalchemy as sa
from alembic import op

revision = "great_age_0006"
down_revision = "great_age_0005"
branch_labels = None
depends_on = None

TABLE, SETTLEMENT = "great_age_settlement_writeoff", "great_age_settlement"
INDEXED = ("payment_id", "settlement_id")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("document", sa.String(length=100), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("opinion", sa.String(length=300), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["settlement_id"], [f"{SETTLEMENT}.id"], name=op.f(f"fk_{TABLE}_settlement_id")),
        sa.ForeignKeyConstraint(["payment_id"], [f"{SETTLEMENT}_payment.id"], name=op.f(f"fk_{TABLE}_payment_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["accounts_user.id"], name=op.f(f"fk_{TABLE}_proposed_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts_user.id"], name=op.f(f"fk_{TABLE}_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    with op.batch_alter_table(TABLE) as batch:
        for name in INDEXED:
            batch.create_index(op.f(f"ix_{TABLE}_{name}"), [name], unique=False)


def downgrade() -> None:
    """What was given up is to be got back again: there is no word for it before."""
    row = sa.table(f"{SETTLEMENT}_payment", sa.column("status"))
    op.execute(row.update().where(row.c.status == "written").values(status="due"))
    op.drop_table(TABLE)
