"""documents: with which certificate papers of a unit are signed, and with which one a paper is

Revision ID: core_0067b
Revises: core_0065
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0067b"
down_revision = "core_0065"
branch_labels = None
depends_on = None

TABLE = "documents_certificate"
OF_DOCUMENT = "fk_documents_document_certificate_id_documents_certificate"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("unit_id", sa.Integer, sa.ForeignKey("org_unit.id"), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("not_before", sa.DateTime),
        sa.Column("not_after", sa.DateTime),
        sa.Column("pkcs12", sa.String(), nullable=False),
        sa.Column("tsa_url", sa.String(200), nullable=False),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("accounts_user.id")),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_documents_certificate_unit_id", TABLE, ["unit_id"])
    with op.batch_alter_table("documents_document") as table:
        table.add_column(sa.Column("certificate_id", sa.Integer))
        table.create_foreign_key(OF_DOCUMENT, TABLE, ["certificate_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("documents_document") as table:
        table.drop_constraint(OF_DOCUMENT, type_="foreignkey")
        table.drop_column("certificate_id")
    op.drop_table(TABLE)
