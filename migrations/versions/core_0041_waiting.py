"""cases: what came back, what is to be visited and what is closed has an index of each place

Revision ID: core_0041
Revises: core_0045c
"""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "core_0041"
down_revision = "core_0045c"
branch_labels = None
depends_on = None

INDEXES = (
    ("cases_case", "back", "came_back", ("due_at", "charge")),
    ("cases_case", "visit", "visit_by IS NOT NULL", ("visit_by", "charge")),
)
CLOSED = (("cases_standing", "closed", "until IS NULL AND closed_on IS NOT NULL", ("closed_on", "case_id")),)
WIDE = ("city_id", "county_id", "township_id")


def upgrade() -> None:
    create_waiting(INDEXES)
    create_waiting(CLOSED, WIDE)


def downgrade() -> None:
    drop_waiting(CLOSED, WIDE)
    drop_waiting(INDEXES)
