"""documents: what a unit has papers say instead of the wording of their form

Revision ID: core_0063
Revises: core_0060
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0063"
down_revision = "core_0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents_wording",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("unit_id", sa.Integer, sa.ForeignKey("org_unit.id"), nullable=False),
        sa.Column("template", sa.String(120), nullable=False),
        sa.Column("original", sa.Text, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("accounts_user.id")),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_documents_wording_unit_id", "documents_wording", ["unit_id"])


def downgrade() -> None:
    op.drop_table("documents_wording")
