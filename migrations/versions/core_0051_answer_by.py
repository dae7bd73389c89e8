"""cases: what a unit has still to answer is read by when

Revision ID: core_0051
Revises: core_0054
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0051"
down_revision = "core_0054"
branch_labels = None
depends_on = None

TABLE = "cases_assignment"
WAITS = "state IN ('sent', 'acknowledged') AND channel = ''"
BY_DATE = ["unit_id", "answer_by"]
INDEXES = {
    "waiting": (BY_DATE, WAITS),
    "reminded": (BY_DATE, f"{WAITS} AND reminded > 0"),
    "by_date": ([*BY_DATE, "case_id"], "under_way"),
}


def upgrade() -> None:
    """In place: a table others refer to is not made anew. What is closed is answered, and needs no date."""
    op.add_column(TABLE, sa.Column("answer_by", sa.DateTime(), nullable=True))
    of_case = f"(SELECT due_at FROM cases_case c WHERE c.id = {TABLE}.case_id)"  # noqa: S608  names of our own
    date = f"CASE WHEN {of_case} IS NOT NULL THEN coalesce(due_at, {of_case}) END"
    op.execute(f"UPDATE {TABLE} SET answer_by = {date} WHERE under_way")  # noqa: S608  as above
    for name, (columns, held) in INDEXES.items():
        where = sa.text(held)
        op.create_index(f"ix_{TABLE}_{name}", TABLE, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(f"ix_{TABLE}_{name}", TABLE)
    op.drop_column(TABLE, "answer_by")
