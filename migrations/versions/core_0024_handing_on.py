"""cases: an assignment has a role and a date of its own, is asked for and taken back

Revision ID: core_0024
Revises: core_0019
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0024"
down_revision = "core_0019"
branch_labels = None
depends_on = None

TABLE = "cases_assignment"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("role", sa.String(8), nullable=False, server_default="lead"))
        table.add_column(sa.Column("due_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("reminded", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("reminded_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("told_at", sa.DateTime(), nullable=True))
    op.create_table(
        "cases_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], [f"{TABLE}.id"], name=op.f("fk_cases_reminder_assignment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts_user.id"], name=op.f("fk_cases_reminder_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_reminder")),
        sa.UniqueConstraint("assignment_id", "by_id", "on", name=op.f("uq_cases_reminder_assignment_id_by_id_on")),
    )


def downgrade() -> None:
    """States that were not there before are told by the nearest one that was: it came back."""
    op.drop_table("cases_reminder")
    op.execute(sa.text(f"UPDATE {TABLE} SET state = 'returned' WHERE state IN ('recalled', 'silent')"))  # noqa: S608  a name of ours
    with op.batch_alter_table(TABLE) as table:
        for name in ("told_at", "reminded_at", "reminded", "due_at", "role"):
            table.drop_column(name)
