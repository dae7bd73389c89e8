"""联办, 协办单位 and 经纬度 of an order."""

import sqlalchemy as sa
from alembic import op

revision = "hotline_0002"
down_revision = "hotline_0001"
branch_labels = None
depends_on = None

TABLE = "hotline_order"
ADDED = (
    ("joint", sa.Boolean(), sa.false()),
    ("assisting", sa.String(length=100), ""),
    ("coordinates", sa.String(length=24), ""),
)


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        for name, kind, default in ADDED:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table(TABLE) as batch:
        for name, kind, _ in ADDED:
            batch.alter_column(name, existing_type=kind, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        for name, *_ in reversed(ADDED):
            batch.drop_column(name)
