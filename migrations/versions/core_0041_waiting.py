"""cases: what came back, what is to be visited and what is closed has an index of each place

Revision ID: core_0041
Revises: core_0045c
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0041"
down_revision = "core_0045c"
branch_labels = None
depends_on = None

CASES, STANDINGS = "cases_case", "cases_standing"
PLACES = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id", "unit_id")
FEW = (("back", "due_at", "came_back"), ("visit", "visit_by", "visit_by IS NOT NULL"))
CLOSED = "until IS NULL AND closed_on IS NOT NULL"
WIDE = PLACES[:3]


def upgrade() -> None:
    for place in PLACES:
        for name, moment, held in FEW:
            _create(f"ix_{CASES}_{place}_{name}", CASES, [place, moment, "charge"], held)
    for place in WIDE:
        _create(f"ix_{STANDINGS}_{place}_closed", STANDINGS, [place, "closed_on", "case_id"], CLOSED)


def downgrade() -> None:
    for place in WIDE:
        op.drop_index(f"ix_{STANDINGS}_{place}_closed", STANDINGS)
    for place in PLACES:
        for name, *_ in FEW:
            op.drop_index(f"ix_{CASES}_{place}_{name}", CASES)


def _create(name: str, table: str, columns: list[str], held: str) -> None:
    where = sa.text(held)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
