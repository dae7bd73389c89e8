"""cases: the latest cases of somebody are read without all the others

Revision ID: core_0047
Revises: core_0044d
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0047"
down_revision = "core_0044d"
branch_labels = None
depends_on = None

TABLE = "cases_party"
FIRST = "1970-01-01 00:00:00"  # until it is known, in the same step
WHO = ("person", "organisation")


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.add_column(TABLE, sa.Column("came_at", sa.DateTime(), nullable=False, server_default=FIRST))
    came = "(SELECT c.created_at FROM cases_case c WHERE c.id = cases_party.case_id)"
    op.execute(f"UPDATE {TABLE} SET came_at = {came}")  # noqa: S608  names of our own
    for each in WHO:
        op.create_index(f"ix_{TABLE}_{each}", TABLE, [f"{each}_id", "came_at"])
        op.drop_index(f"ix_{TABLE}_{each}_id", TABLE)


def downgrade() -> None:
    for each in WHO:
        op.create_index(f"ix_{TABLE}_{each}_id", TABLE, [f"{each}_id"])
        op.drop_index(f"ix_{TABLE}_{each}", TABLE)
    op.drop_column(TABLE, "came_at")
