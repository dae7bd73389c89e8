"""An online ballot of owners is taken back by two: one asks, another answers."""

import sqlalchemy as sa
from alembic import op

revision = "consultation_0009"
down_revision = "consultation_0008"
branch_labels = None
depends_on = None

TABLE = "consultation_owners_withdrawal"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("answered_by_id <> asked_by_id", name=op.f(f"ck_{TABLE}_two_people")),
        sa.ForeignKeyConstraint(["vote_id"], ["consultation_owners_vote.id"], name=op.f(f"fk_{TABLE}_vote_id")),
        sa.ForeignKeyConstraint(["ballot_id"], ["consultation_owners_ballot.id"], name=op.f(f"fk_{TABLE}_ballot_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["accounts_user.id"], name=op.f(f"fk_{TABLE}_asked_by_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["accounts_user.id"], name=op.f(f"fk_{TABLE}_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_vote_id"), TABLE, ["vote_id"])


def downgrade() -> None:
    """What waits for an answer goes: the ballot stands."""
    op.drop_table(TABLE)
