"""cases: of each place what came back, is to be visited, passed on, waits for the director or is answered for above, in the order of the list

Revision ID: core_0070
Revises: core_0069
"""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "core_0070"
down_revision = "core_0069"
branch_labels = None
depends_on = None

CASES = "cases_case"
ABOVE = "charge IS NOT NULL AND status IN ('registered', 'triaged', 'assigned', 'in_progress', 'reported')"
ORDER = ("created_at", "id")
INDEXES = (
    (CASES, "back_recent", "came_back", ORDER),
    (CASES, "visit_recent", "visit_by IS NOT NULL", ORDER),
    (CASES, "passed_recent", "take_by IS NOT NULL", ORDER),
    (CASES, "disputed_recent", "contested", ORDER),
    (CASES, "above", ABOVE, (*ORDER, "charge", "status")),
)
BEFORE = ((CASES, "above", ABOVE, ("charge",)),)


def upgrade() -> None:
    drop_waiting(BEFORE)
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
    create_waiting(BEFORE)
