"""Whether a case is being mediated is read from an index of the disputes that are open."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0026"
down_revision = "mediation_0023"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_mediation_dispute_case_open", "mediation_dispute"
OPEN = sa.text("status IN ('pending', 'mediating', 'agreed', 'effective')")


def upgrade() -> None:
    op.create_index(NAME, TABLE, ["case_id"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
