"""documents: the papers that are signed with a certificate are counted by an index

Revision ID: core_0071
Revises: core_0070
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0071"
down_revision = "core_0070"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_documents_document_certificate", "documents_document"


def upgrade() -> None:
    signed = sa.text("certificate_id IS NOT NULL")
    op.create_index(NAME, TABLE, ["certificate_id"], sqlite_where=signed, postgresql_where=signed)


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
