"""Amounts are kept in eight bytes: four end at 21,474,836.47 yuan."""

import sqlalchemy as sa
from alembic import op

revision = "heroes_0002"
down_revision = "heroes_0001"
branch_labels = None
depends_on = None

COLUMNS = {
    "heroes_association": ("balance_fen",),
    "heroes_award": ("amount_fen",),
    "heroes_fund_entry": ("amount_fen", "balance_fen"),
    "heroes_support": ("amount_fen",),
}


def upgrade() -> None:
    _turn_into(sa.BigInteger())


def downgrade() -> None:
    _turn_into(sa.Integer())


def _turn_into(kind: sa.types.TypeEngine) -> None:
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.alter_column(column, type_=kind)
