"""the key of a role has room for the name of the plugin that brings it

Revision ID: core_0007
Revises: core_0006
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0007"
down_revision = "core_0006"
branch_labels = None
depends_on = None

TABLES = ("accounts_appointment", "accounts_role_grant")


def upgrade() -> None:
    _length(20, 32)


def downgrade() -> None:
    for table in TABLES:
        op.execute(sa.text(f"DELETE FROM {table} WHERE role LIKE '%.%'"))  # noqa: S608  a fixed name; what had no room before
    _length(32, 20)


def _length(old: int, new: int) -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("role", existing_type=sa.String(old), type_=sa.String(new), existing_nullable=False)
