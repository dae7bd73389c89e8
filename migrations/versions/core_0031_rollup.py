"""cases: how each stands in the figures, and sums of that; what is there is taken over by the days of registering and closing

Revision ID: core_0031
Revises: core_0027
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0031"
down_revision = "core_0027"
branch_labels = None
depends_on = None

TABLE = "cases_standing"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
MEASURES = (
    *("came", "open", "settled", "declined", "withdrawn", "late"),
    *("visited", "answered", "solved", "content", "fair"),
)
STILL, PENDING = sa.text("until IS NULL"), sa.text("counted = (until IS NOT NULL)")
OPEN = "('registered', 'triaged', 'assigned', 'in_progress', 'reported')"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in LEVELS),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(12), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("content", sa.String(12), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_cases_standing_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_standing")),
    )
    op.create_table(
        "cases_count",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in MEASURES),
        sa.ForeignKeyConstraint(["place_id"], ["org_unit.id"], name=op.f("fk_cases_count_place_id_org_unit")),
        sa.PrimaryKeyConstraint("place_id", "kind", "source", "month", name=op.f("pk_cases_count")),
    )
    op.create_table(
        "cases_count_due",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["org_unit.id"], name=op.f("fk_cases_count_due_place_id_org_unit")),
        sa.PrimaryKeyConstraint("place_id", "day", name=op.f("pk_cases_count_due")),
    )
    _take_over()
    op.create_index(op.f("ix_cases_standing_case_id"), TABLE, ["case_id"])
    op.create_index(
        "uq_cases_standing_still", TABLE, ["case_id"], unique=True, sqlite_where=STILL, postgresql_where=STILL
    )
    op.create_index("ix_cases_standing_pending", TABLE, ["id"], sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_index("ix_cases_standing_county_id", TABLE, ["county_id", "township_id"])
    op.create_index("ix_cases_standing_unit_id", TABLE, ["unit_id"])


def downgrade() -> None:
    for table in ("cases_count_due", "cases_count", TABLE):
        op.drop_table(table)


def _take_over() -> None:
    """Each case stood open from the day it was registered to that on which it was closed, and then as it stands; what happened between is
    not known. The hourly job adds them up."""
    postgres = op.get_bind().dialect.name == "postgresql"
    day = "CAST({} + INTERVAL '8 hours' AS DATE)" if postgres else "date({}, '+8 hours')"
    came, due, closed = (day.format(f"c.{name}") for name in ("created_at", "due_at", "closed_at"))
    yes, no = ("TRUE", "FALSE") if postgres else ("1", "0")
    is_open = f"c.status IN {OPEN}"
    ending = f"""CASE WHEN {is_open} THEN ''
      WHEN EXISTS (SELECT 1 FROM cases_withdrawal w WHERE w.case_id = c.id AND w.until IS NULL) THEN 'withdrawn'
      WHEN c.status = 'declined' OR EXISTS (SELECT 1 FROM cases_event e
        WHERE e.case_id = c.id AND e.verb = 'archive' AND e.from_status = 'declined') THEN 'declined'
      ELSE 'settled' END"""  # noqa: S608  made of constants
    columns = ", ".join(
        ("case_id", *LEVELS, "unit_id", "kind", "source", "came_on", "since", "until", "open", "due_on")
    )
    columns += ", closed_on, ending, late, visited_on, answered, solved, content, counted"
    which = ", ".join(f"c.{name}" for name in ("id", *LEVELS, "unit_id", "kind", "source"))
    counts = """FROM cases_case c
      LEFT JOIN cases_check k ON k.id = (SELECT max(o.id) FROM cases_check o WHERE o.case_id = c.id AND o.kind = 'visit')
      WHERE NOT EXISTS (SELECT 1 FROM cases_link l WHERE l.case_id = c.id AND l.kind = 'merged' AND l.until IS NULL)"""
    op.execute(f"""INSERT INTO {TABLE} ({columns})
      SELECT {which}, {came}, {came}, {closed}, {yes}, {due}, NULL, '', {no}, NULL, {no}, {no}, '', {no}
      {counts} AND NOT {is_open} AND {closed} > {came}""")
    op.execute(f"""INSERT INTO {TABLE} ({columns})
      SELECT {which}, {came}, CASE WHEN {is_open} THEN {came} ELSE {closed} END, NULL, {is_open},
        CASE WHEN {is_open} THEN {due} END, CASE WHEN NOT {is_open} THEN {closed} END, {ending},
        NOT {is_open} AND c.due_at IS NOT NULL AND c.closed_at > c.due_at,
        {day.format("k.at")}, COALESCE(k.answered = 'yes', {no}), COALESCE(k.settled = 'yes', {no}),
        COALESCE(k.content, ''), {no}
      {counts}""")
