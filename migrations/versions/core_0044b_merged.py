"""residents: two entries of one become one, and apart again; what was looked at and is two people

Revision ID: core_0044b
Revises: core_0044
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0044b"
down_revision = "core_0044"
branch_labels = None
depends_on = None

PERSON, MERGER, APART = "people_person", "people_merger", "people_apart"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def _key(table: str, column: str, to: str, **more) -> sa.Column:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{to}.id", name=op.f(f"fk_{table}_{column}")), **more)


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.execute(
        f"ALTER TABLE {PERSON} ADD COLUMN merged_into_id INTEGER"
        f" CONSTRAINT fk_people_person_merged_into_id REFERENCES {PERSON} (id)"
    )
    op.create_index(op.f("ix_people_person_merged_into_id"), PERSON, ["merged_into_id"])
    op.create_table(
        MERGER,
        sa.Column("id", sa.Integer(), nullable=False),
        _key(MERGER, "kept_id", PERSON, nullable=False),
        _key(MERGER, "gone_id", PERSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _key(MERGER, "by_id", "accounts_user"),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("undone_at", sa.DateTime()),
        _key(MERGER, "undone_by_id", "accounts_user"),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        _key(MERGER, "unit_id", "org_unit", nullable=False),
        *(sa.Column(level, sa.Integer()) for level in LEVELS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_merger")),
    )
    for column in ("kept_id", "gone_id", "unit_id"):
        op.create_index(op.f(f"ix_people_merger_{column}"), MERGER, [column])
    op.create_table(
        APART,
        _key(APART, "first_id", PERSON, nullable=False),
        _key(APART, "second_id", PERSON, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _key(APART, "by_id", "accounts_user"),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_people_apart")),
    )
    op.create_index(op.f("ix_people_apart_second_id"), APART, ["second_id"])


def downgrade() -> None:
    """What was merged stands as two entries from then on."""
    op.drop_table(APART)
    op.drop_table(MERGER)
    op.drop_index(op.f("ix_people_person_merged_into_id"), PERSON)
    op.drop_column(PERSON, "merged_into_id")
