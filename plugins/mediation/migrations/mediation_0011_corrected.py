"""When the acceptance, and the record of a sitting, was put right."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0011"
down_revision = "mediation_0010"
branch_labels = None
depends_on = None

COLUMNS = (("mediation_dispute", "acceptance_corrected_at"), ("mediation_session", "corrected_at"))


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.DateTime(), nullable=True))


def downgrade() -> None:
    for table, column in COLUMNS:
        op.drop_column(table, column)
