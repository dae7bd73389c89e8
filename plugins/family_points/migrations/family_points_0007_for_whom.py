"""The ledger of a good says in whose office somebody on behalf of another booked (docs/adr/0079). Of what was booked before it is not known."""

import sqlalchemy as sa
from alembic import op

revision = "family_points_0007"
down_revision = "family_points_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("family_points_stock_line", sa.Column("for_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("family_points_stock_line", "for_id")
