"""Disputes that were closed wait until their dossier is made; those closed before do not."""

import sqlalchemy as sa
from alembic import op

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "mediation_0037"
down_revision = "mediation_0036"
branch_labels = None
depends_on = None

INDEXES = (("mediation_dispute", "filing", "file_by IS NOT NULL", ("file_by",)),)


def upgrade() -> None:
    with op.batch_alter_table("mediation_dispute") as table:
        table.add_column(sa.Column("file_by", sa.Date()))
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
    with op.batch_alter_table("mediation_dispute") as table:
        table.drop_column("file_by")
