"""notices: what was told of a record is found by the record

Revision ID: core_0033
Revises: core_0029
"""

from alembic import op

revision = "core_0033"
down_revision = "core_0029"
branch_labels = None
depends_on = None

NAME = "ix_notices_message_record"


def upgrade() -> None:
    op.create_index(NAME, "notices_message", ["record_kind", "record_id"])


def downgrade() -> None:
    op.drop_index(NAME, "notices_message")
