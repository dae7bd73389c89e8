"""cases: a line of the table of limits says how soon a case is accepted, too

Revision ID: core_0034
Revises: core_0033
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0034"
down_revision = "core_0033"
branch_labels = None
depends_on = None

LIMITS = "cases_limit"


def upgrade() -> None:
    op.add_column(LIMITS, sa.Column("accept_period", sa.String(20), nullable=False, server_default=""))


def downgrade() -> None:
    """A line that says nothing else is gone."""
    op.execute(sa.text(f"DELETE FROM {LIMITS} WHERE period = ''"))  # noqa: S608  a constant
    op.drop_column(LIMITS, "accept_period")
