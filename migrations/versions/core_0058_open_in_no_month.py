"""cases: what is open is summed in no month, and kept as of each month's end; the hourly job keeps the months anew

Revision ID: core_0058
Revises: core_0056
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0058"
down_revision = "core_0056"
branch_labels = None
depends_on = None

OTHERS = ("came", "settled", "declined", "withdrawn", "late", "visited", "answered", "solved", "content", "fair")
NAMES, NONE = ", ".join(OTHERS), ", ".join("0" for _ in OTHERS)
NOTHING = " AND ".join(f"{name} = 0" for name in ("open", *OTHERS))


def upgrade() -> None:
    op.execute(
        f"INSERT INTO cases_count (place_id, kind, source, month, open, {NAMES}) "
        f"SELECT place_id, kind, source, 0, sum(open), {NONE} FROM cases_count "
        "GROUP BY place_id, kind, source HAVING sum(open) <> 0"
    )
    op.execute("UPDATE cases_count SET open = 0 WHERE month <> 0 AND open <> 0")
    op.execute(f"DELETE FROM cases_count WHERE {NOTHING}")
    _forget_months()
    op.create_index("ix_cases_count_place_month", "cases_count", ["place_id", "month"])
    op.create_index("ix_cases_count_change_place_month", "cases_count_change", ["place_id", "month", "changed"])


def downgrade() -> None:
    """In which month what is open came stands in no sum: the hourly job adds all up anew, and what waits for it is read row by row."""
    op.drop_index("ix_cases_count_change_place_month", "cases_count_change")
    op.drop_index("ix_cases_count_place_month", "cases_count")
    _forget_months()
    op.execute("DELETE FROM cases_count")
    op.execute("DELETE FROM cases_count_due")
    op.execute(sa.text("UPDATE cases_standing SET counted = :none").bindparams(none=False))


def _forget_months() -> None:
    for table in ("cases_count_month", "cases_count_change", "cases_count_was_due"):
        op.execute(f"DELETE FROM {table}")
