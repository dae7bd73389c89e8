"""cases: what waits to be taken, for the director or to be noted has an index of each place

Revision ID: core_0061
Revises: core_0063
"""

import sqlalchemy as sa
from alembic import op

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "core_0061"
down_revision = "core_0063"
branch_labels = None
depends_on = None

CASES, ASSIGNMENTS, REFERRALS = "cases_case", "cases_assignment", "cases_referral"
PENDING, CONTESTED = "state = 'pending'", "state = 'contested'"
UNTOLD = "told_at IS NULL AND state IN ('recalled', 'silent', 'ended')"
INDEXES = (
    (CASES, "passed", "take_by IS NOT NULL", ("take_by", "charge")),
    (CASES, "disputed", "contested", ("due_at", "charge")),
)


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.add_column(CASES, sa.Column("take_by", sa.DateTime(), nullable=True))
    op.add_column(CASES, sa.Column("contested", sa.Boolean(), server_default=sa.false(), nullable=False))
    pending = f"SELECT case_id FROM {REFERRALS} WHERE {PENDING}"  # noqa: S608  names of our own
    until = f"(SELECT min(due_at) FROM {REFERRALS} r WHERE r.case_id = {CASES}.id AND {PENDING})"  # noqa: S608  as above
    op.execute(f"UPDATE {CASES} SET take_by = {until} WHERE id IN ({pending})")  # noqa: S608  as above
    contested = f"SELECT case_id FROM {ASSIGNMENTS} WHERE {CONTESTED}"  # noqa: S608  as above
    op.execute(f"UPDATE {CASES} SET contested = true WHERE id IN ({contested})")  # noqa: S608  as above
    create_waiting(INDEXES)
    _index(ASSIGNMENTS, "untold", ["unit_id", "id"], UNTOLD)
    op.drop_index("ix_cases_referral_pending", REFERRALS)
    _index(REFERRALS, "pending", ["case_id"], PENDING)


def downgrade() -> None:
    op.drop_index("ix_cases_referral_pending", REFERRALS)
    _index(REFERRALS, "pending", ["due_at"], PENDING)
    op.drop_index("ix_cases_assignment_untold", ASSIGNMENTS)
    drop_waiting(INDEXES)
    op.drop_column(CASES, "contested")
    op.drop_column(CASES, "take_by")


def _index(table: str, name: str, columns: list[str], held: str) -> None:
    where = sa.text(held)
    op.create_index(f"ix_{table}_{name}", table, columns, sqlite_where=where, postgresql_where=where)
