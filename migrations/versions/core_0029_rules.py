"""cases: tables of how long and by whom, and the rule by which the time of a case runs

Revision ID: core_0029
Revises: core_0030
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0029"
down_revision = "core_0030"
branch_labels = None
depends_on = None

CASES, LIMITS, ROUTES, NOTICES = "cases_case", "cases_limit", "cases_route", "workdays_notice"
OPEN = "status IN ('registered', 'triaged', 'assigned', 'in_progress', 'reported')"
INDEXES = (
    ("ix_cases_case_twice", "twice_at", sa.text(f"{OPEN} AND twice_at IS NOT NULL")),
    ("ix_cases_case_tentative", "due_at", sa.text("tentative")),
)


def upgrade() -> None:
    """A case whose time runs already keeps it; by which rule is known of those that begin from now on."""
    _table(LIMITS, sa.Column("period", sa.String(20), nullable=False), sa.Column("warn_percent", sa.Integer()))
    _table(
        ROUTES,
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("place_level", sa.String(12), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("handler", sa.String(12), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
    )
    op.create_table(
        NOTICES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f(f"fk_{NOTICES}_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NOTICES}")),
    )
    op.create_index(op.f(f"ix_{NOTICES}_year"), NOTICES, ["year"])
    op.add_column(CASES, sa.Column("twice_at", sa.DateTime(), nullable=True))
    op.add_column(CASES, sa.Column("clock_from", sa.DateTime(), nullable=True))
    op.add_column(CASES, sa.Column("clock_period", sa.String(20), nullable=False, server_default=""))
    op.add_column(CASES, sa.Column("clock_basis", sa.String(100), nullable=False, server_default=""))
    op.add_column(CASES, sa.Column("clock_warn", sa.Integer(), nullable=True))
    op.add_column(CASES, sa.Column("tentative", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, column, condition in INDEXES:
        op.create_index(name, CASES, [column], sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """The tables are gone; every case keeps the day that it has."""
    for name, _, _ in INDEXES:
        op.drop_index(name, CASES)
    for column in ("tentative", "clock_warn", "clock_basis", "clock_period", "clock_from", "twice_at"):
        op.drop_column(CASES, column)
    op.drop_table(NOTICES)
    op.drop_table(ROUTES)
    op.drop_table(LIMITS)


def _table(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("level", sa.String(10), nullable=False),
        sa.Column("urgency", sa.String(8), nullable=False),
        sa.Column("risk", sa.String(8), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        *columns,
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f(f"fk_{name}_unit_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f(f"fk_{name}_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{name}_unit_id"), name, ["unit_id"])
