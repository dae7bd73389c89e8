"""cases: of what a unit was handed from elsewhere, what came back, is to be visited and the like has indexes of its own

Revision ID: core_0069
Revises: core_0068
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0069"
down_revision = "core_0068"
branch_labels = None
depends_on = None

CASES, TABLE = "cases_case", "cases_assignment"
HELD = "outside AND state <> 'returned' AND state <> 'recalled'"
FEW = {  # column of a case: its bit, and how a case says so
    "came_back": (1, "came_back"),
    "visit_by": (2, "visit_by IS NOT NULL"),
    "take_by": (4, "take_by IS NOT NULL"),
    "contested": (8, "contested"),
    "charge": (16, "charge IS NOT NULL"),
}


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.add_column(TABLE, sa.Column("few", sa.SmallInteger(), server_default="0", nullable=False))
    for name, (bit, said) in FEW.items():
        cases = f"SELECT id FROM {CASES} WHERE {said}"  # noqa: S608  names of our own
        op.execute(f"UPDATE {TABLE} SET few = few + {bit} WHERE case_id IN ({cases})")  # noqa: S608  as above
        where = sa.text(f"(few & {bit}) <> 0 AND {HELD}")
        columns = ["unit_id", "came_at", "case_id"]
        op.create_index(f"ix_{TABLE}_few_{name}", TABLE, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name in FEW:
        op.drop_index(f"ix_{TABLE}_few_{name}", TABLE)
    op.drop_column(TABLE, "few")
