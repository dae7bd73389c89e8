"""indexes of deadlines carry state and warning, so that the work desk reads what waits from the index alone

Revision ID: core_0006
Revises: core_0005
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0006"
down_revision = "core_0005"
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id", "unit_id")
OPEN = sa.text("status IN ('registered', 'triaged', 'assigned', 'in_progress', 'reported')")


def upgrade() -> None:
    _index("due_at", "status", "warn_at")


def downgrade() -> None:
    _index("due_at")


def _index(*columns: str) -> None:
    for level in LEVELS:
        name = f"ix_cases_case_{level}_due"
        op.drop_index(name, table_name="cases_case")
        op.create_index(name, "cases_case", [level, *columns], sqlite_where=OPEN, postgresql_where=OPEN)
