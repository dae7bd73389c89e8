"""cases: where much changes, what changed in a month is kept at the end of days within it, too (the hourly job keeps the months anew)

Revision ID: core_0060
Revises: core_0058
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0060"
down_revision = "core_0058"
branch_labels = None
depends_on = None

LAST_MONTH = 999912


def upgrade() -> None:
    op.create_table("cases_count_day", sa.Column("day", sa.Integer, primary_key=True, autoincrement=False))
    op.execute(sa.table("cases_count_month").delete())


def downgrade() -> None:
    for name, column in (("cases_count_change", "changed"), ("cases_count_was_due", "at")):
        of_days = sa.table(name, sa.column(column, sa.Integer))
        op.execute(of_days.delete().where(of_days.c[column] > LAST_MONTH))
    op.drop_table("cases_count_day")
