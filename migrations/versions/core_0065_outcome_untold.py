"""cases: those of whose 上报、下派 the outcome is not noted, and those for which a unit above answers, have an index of each place

Revision ID: core_0065
Revises: core_0067
"""

import sqlalchemy as sa
from alembic import op

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "core_0065"
down_revision = "core_0067"
branch_labels = None
depends_on = None

CASES, REFERRALS = "cases_case", "cases_referral"
UNTOLD = "told_at IS NULL AND state IN ('refused', 'done')"
OPEN = "status IN ('registered', 'triaged', 'assigned', 'in_progress', 'reported')"
INDEXES = (
    (CASES, "untold", "outcome_untold", ("id",)),
    (CASES, "above", f"charge IS NOT NULL AND {OPEN}", ("charge",)),
)


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.add_column(CASES, sa.Column("outcome_untold", sa.Boolean(), server_default=sa.false(), nullable=False))
    untold = f"SELECT case_id FROM {REFERRALS} WHERE {UNTOLD}"  # noqa: S608  names of our own
    op.execute(f"UPDATE {CASES} SET outcome_untold = true WHERE id IN ({untold})")  # noqa: S608  as above
    create_waiting(INDEXES)
    op.drop_index("ix_cases_referral_untold", REFERRALS)


def downgrade() -> None:
    where = sa.text(UNTOLD)
    op.create_index("ix_cases_referral_untold", REFERRALS, ["id"], sqlite_where=where, postgresql_where=where)
    drop_waiting(INDEXES)
    op.drop_column(CASES, "outcome_untold")
