"""audit: what was changed field by field, and indexes by which the trail is read in any order that an auditor asks for

Revision ID: core_0046
Revises: core_0037
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0046"
down_revision = "core_0037"
branch_labels = None
depends_on = None

TABLE = "audit_entry"
NEW = {
    "ix_audit_entry_unit": ["unit_id", "at", "id"],
    "ix_audit_entry_county": ["county_id", "at", "id"],
    "ix_audit_entry_action": ["county_id", "action", "at", "id"],
    "ix_audit_entry_actor": ["county_id", "actor_id", "at", "id"],
}
OLD = {"ix_audit_entry_unit_id": ["unit_id"], "ix_audit_entry_county_id": ["county_id"]}


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("changes", sa.Text(), nullable=False, server_default=""))
    for name, columns in NEW.items():
        op.create_index(name, TABLE, columns)
    for name in OLD:
        op.drop_index(op.f(name), TABLE)


def downgrade() -> None:
    """Entries that tell of changes do not agree with their seals any more: what they told is lost."""
    for name, columns in OLD.items():
        op.create_index(op.f(name), TABLE, columns)
    for name in NEW:
        op.drop_index(name, TABLE)
    op.drop_column(TABLE, "changes")
