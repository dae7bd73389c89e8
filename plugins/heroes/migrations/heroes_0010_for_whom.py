"""The ledger of the fund says in whose office somebody on behalf of another booked (docs/adr/0079). Of what was booked before it is not known."""

import sqlalchemy as sa
from alembic import op

revision = "heroes_0010"
down_revision = "heroes_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("heroes_fund_entry", sa.Column("for_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("heroes_fund_entry", "for_id")
