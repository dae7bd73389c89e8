"""families: the address of one that was merged or deleted never becomes that of another: SQLite gives no id of families twice.

Revision ID: core_0012
Revises: core_0011
"""

from alembic import op

revision = "core_0012"
down_revision = "core_0011"
branch_labels = None
depends_on = None

TABLE = "families_family"


def upgrade() -> None:
    _give_ids_once(True)


def downgrade() -> None:
    _give_ids_once(False)


def _give_ids_once(once: bool) -> None:
    """Make the table anew on SQLite; PostgreSQL has a sequence."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table(TABLE, recreate="always", table_kwargs={"sqlite_autoincrement": once}):
            pass
