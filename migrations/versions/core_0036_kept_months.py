"""cases: what changed in the figures in each month that is over; the hourly job fills it in for the months there are

Revision ID: core_0036
Revises: core_0040
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0036"
down_revision = "core_0040"
branch_labels = None
depends_on = None

STANDING = "cases_standing"
MEASURES = (
    *("came", "open", "settled", "declined", "withdrawn", "late"),
    *("visited", "answered", "solved", "content", "fair"),
)
STILL, ENDED, VISITED = sa.text("until IS NULL"), sa.text("until IS NOT NULL"), sa.text("visited_on IS NOT NULL")
PLACE = ["county_id", "township_id"]


def upgrade() -> None:
    op.create_table(
        "cases_count_change",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in MEASURES),
        sa.ForeignKeyConstraint(["place_id"], ["org_unit.id"], name=op.f("fk_cases_count_change_place_id_org_unit")),
        sa.PrimaryKeyConstraint("place_id", "kind", "source", "month", "changed", name=op.f("pk_cases_count_change")),
    )
    op.create_index(op.f("ix_cases_count_change_changed"), "cases_count_change", ["changed"])
    op.create_table(
        "cases_count_was_due",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["org_unit.id"], name=op.f("fk_cases_count_was_due_place_id_org_unit")),
        sa.PrimaryKeyConstraint("place_id", "at", "day", name=op.f("pk_cases_count_was_due")),
    )
    op.create_table(
        "cases_count_month",
        sa.Column("month", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_cases_count_month")),
    )
    for name in ("since", "until", "county_id"):
        op.drop_index(f"ix_cases_standing_{name}", STANDING)
    op.create_index("ix_cases_standing_since", STANDING, ["since", *PLACE])
    for name, where in (("until", ENDED), ("visited", VISITED)):
        column = "visited_on" if name == "visited" else name
        op.create_index(
            f"ix_cases_standing_{name}", STANDING, [column, *PLACE], sqlite_where=where, postgresql_where=where
        )
    op.create_index("ix_cases_standing_place", STANDING, [*PLACE, "community_id"])


def downgrade() -> None:
    for name in ("since", "until", "visited", "place"):
        op.drop_index(f"ix_cases_standing_{name}", STANDING)
    op.create_index("ix_cases_standing_county_id", STANDING, PLACE)
    op.create_index("ix_cases_standing_since", STANDING, ["since"], sqlite_where=STILL, postgresql_where=STILL)
    op.create_index("ix_cases_standing_until", STANDING, ["until"], sqlite_where=ENDED, postgresql_where=ENDED)
    for table in ("cases_count_month", "cases_count_was_due", "cases_count_change"):
        op.drop_table(table)
