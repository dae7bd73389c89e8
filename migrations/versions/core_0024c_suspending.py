"""cases: the time of a case stands still while it is suspended

Revision ID: core_0024c
Revises: core_0023c
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0024c"
down_revision = "core_0023c"
branch_labels = None
depends_on = None

TABLE = "cases_suspension"
STILL = sa.text("until IS NULL")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_cases_suspension_case_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts_user.id"], name=op.f("fk_cases_suspension_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_suspension")),
    )
    op.create_index(op.f("ix_cases_suspension_case_id"), TABLE, ["case_id"])
    op.create_index("ix_cases_suspension_still", TABLE, ["until_on"], sqlite_where=STILL, postgresql_where=STILL)


def downgrade() -> None:
    """What stands still goes on with the time that it had."""
    stood = sa.table(TABLE, sa.column("case_id"), sa.column("until"), sa.column("due_at"))
    cases = sa.table("cases_case", sa.column("id"), sa.column("due_at"))
    still = sa.select(stood.c.case_id).where(stood.c.until.is_(None))
    due = sa.select(sa.func.max(stood.c.due_at)).where(stood.c.case_id == cases.c.id, stood.c.until.is_(None))
    op.execute(cases.update().where(cases.c.id.in_(still)).values(due_at=due.scalar_subquery()))
    op.drop_table(TABLE)
