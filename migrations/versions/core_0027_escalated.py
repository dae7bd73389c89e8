"""cases: passed up and down the tree; what came back to be handed on again is known by a column

Revision ID: core_0027
Revises: core_0026b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0027"
down_revision = "core_0026b"
branch_labels = None
depends_on = None

CASES, TABLE, ASSIGNMENTS = "cases_case", "cases_referral", "cases_assignment"
PLACES = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id", "unit_id")
OPEN = sa.text("status IN ('registered', 'triaged', 'assigned', 'in_progress', 'reported')")
BACK = sa.text("came_back")
PARTIAL = {
    "pending": ("due_at", sa.text("state = 'pending'")),
    "taken": ("case_id", sa.text("state = 'taken' AND upward")),
    "untold": ("id", sa.text("told_at IS NULL AND state IN ('refused', 'done')")),
}


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.add_column(CASES, sa.Column("charge", sa.SmallInteger(), nullable=True))
    op.add_column(CASES, sa.Column("came_back", sa.Boolean(), server_default=sa.false(), nullable=False))
    cases = sa.table(CASES, *map(sa.column, ("id", "status", "came_back")))
    handed = sa.table(ASSIGNMENTS, sa.column("case_id"))
    was_handed = sa.exists().where(handed.c.case_id == cases.c.id)
    op.execute(cases.update().where(cases.c.status == "triaged", was_handed).values(came_back=sa.true()))
    _index_what_is_due("came_back", "charge")
    back = ["due_at", *PLACES, "charge"]
    op.create_index("ix_cases_case_back", CASES, back, sqlite_where=BACK, postgresql_where=BACK)
    _create_referrals()


def _create_referrals() -> None:
    units = ("from_id", "to_id", "place_was_id")
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("upward", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("upper", sa.SmallInteger(), nullable=False),
        sa.Column("lower", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("place_was_id", sa.Integer(), nullable=True),
        sa.Column("charge_was", sa.SmallInteger(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_cases_referral_case_id")),
        *(sa.ForeignKeyConstraint([each], ["org_unit.id"], name=op.f(f"fk_cases_referral_{each}")) for each in units),
        sa.ForeignKeyConstraint(["by_id"], ["accounts_user.id"], name=op.f("fk_cases_referral_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_referral")),
    )
    op.create_index(op.f("ix_cases_referral_case_id"), TABLE, ["case_id"])
    for name, (column, where) in PARTIAL.items():
        op.create_index(f"ix_cases_referral_{name}", TABLE, [column], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Who was in charge is forgotten: whoever works where a case lies, or above."""
    op.drop_table(TABLE)
    op.drop_index("ix_cases_case_back", CASES)
    _index_what_is_due()
    op.drop_column(CASES, "came_back")
    op.drop_column(CASES, "charge")


def _index_what_is_due(*more: str) -> None:
    """The indexes of open cases by their time, with `more` columns."""
    for place in PLACES:
        name = f"ix_cases_case_{place}_due"
        columns = [place, "due_at", "status", "warn_at", *more]
        op.drop_index(name, CASES)
        op.create_index(name, CASES, columns, sqlite_where=OPEN, postgresql_where=OPEN)
