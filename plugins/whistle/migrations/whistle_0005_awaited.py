"""What is awaited from a department has an index of its own (docs/adr/0064): a call knows whether its whistle is under way."""

import sqlalchemy as sa
from alembic import op

revision = "whistle_0005"
down_revision = "whistle_0004"
branch_labels = None
depends_on = None

TABLE, INDEX = "whistle_call", "ix_whistle_call_awaited"
AWAITED = "under_way AND (came_at IS NULL OR said_by = 'caller' AND confirmed_at IS NULL)"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("under_way", sa.Boolean(), server_default=sa.true(), nullable=False))
    over = "SELECT id FROM whistle_whistle WHERE status NOT IN ('asked', 'blown')"
    op.execute(f"UPDATE {TABLE} SET under_way = {_false()} WHERE whistle_id IN ({over})")  # noqa: S608  names of our own
    where = sa.text(AWAITED)
    op.create_index(INDEX, TABLE, ["unit_id", "whistle_id"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.drop_column(TABLE, "under_way")


def _false() -> str:
    return "false" if op.get_bind().dialect.name == "postgresql" else "0"
