"""cases: days within a month are kept of each unit in which much changes, and so are kinds and sources below the townships (the hourly job keeps all anew)

Revision ID: core_0064b
Revises: core_0064
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0064b"
down_revision = "core_0064"
branch_labels = None
depends_on = None

NARROW = ("community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    _forget()
    op.drop_table("cases_count_day")
    op.create_table(
        "cases_count_day",
        sa.Column("place_id", sa.Integer, sa.ForeignKey("org_unit.id"), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
    )
    op.create_index("ix_cases_count_day_day", "cases_count_day", ["day"])
    for level in NARROW:
        op.drop_index(f"ix_cases_standing_{level}", "cases_standing")
        _index(f"ix_cases_standing_{level}", [level, "since"], f"{level} IS NOT NULL AND since IS NOT NULL")
        _index(f"ix_cases_standing_{level}_until", [level, "until"], f"{level} IS NOT NULL AND until IS NOT NULL")


def downgrade() -> None:
    for level in NARROW:
        op.drop_index(f"ix_cases_standing_{level}_until", "cases_standing")
        op.drop_index(f"ix_cases_standing_{level}", "cases_standing")
        _index(f"ix_cases_standing_{level}", [level], f"{level} IS NOT NULL")
    _forget()
    op.drop_table("cases_count_day")
    op.create_table("cases_count_day", sa.Column("day", sa.Integer, primary_key=True, autoincrement=False))


def _index(name: str, columns: list[str], held: str) -> None:
    op.create_index(name, "cases_standing", columns, sqlite_where=sa.text(held), postgresql_where=sa.text(held))


def _forget() -> None:
    for name in ("cases_count_month", "cases_count_change", "cases_count_was_due"):
        op.execute(sa.table(name).delete())
