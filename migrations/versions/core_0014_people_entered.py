"""people: why somebody has no document.

Revision ID: core_0014
Revises: core_0012
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0014"
down_revision = "core_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("people_person") as table:
        table.add_column(sa.Column("id_note", sa.String(40), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("people_person") as table:
        table.drop_column("id_note")
