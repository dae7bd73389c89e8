"""cases: what is open is summed in no month and kept as of each month's end (the hourly job keeps the months anew); small units have indexes of their own

Revision ID: core_0058
Revises: core_0059b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0058"
down_revision = "core_0059b"
branch_labels = None
depends_on = None

OTHERS = ("came", "settled", "declined", "withdrawn", "late", "visited", "answered", "solved", "content", "fair")
KEY = ("place_id", "kind", "source")
NARROW = ("community_id", "grid_id", "subgrid_id")
COUNT = sa.table("cases_count", *(sa.column(name, sa.Integer) for name in (*KEY, "month", "open", *OTHERS)))
STANDING = sa.table("cases_standing", sa.column("counted", sa.Boolean))


def upgrade() -> None:
    key, total = [COUNT.c[name] for name in KEY], sa.func.sum(COUNT.c.open)
    of_all = sa.select(*key, sa.literal(0), total, *(sa.literal(0) for _ in OTHERS)).group_by(*key).having(total != 0)
    op.execute(COUNT.insert().from_select([*KEY, "month", "open", *OTHERS], of_all))
    dated = COUNT.c.month != 0
    op.execute(COUNT.update().where(dated, COUNT.c.open != 0).values(open=0))
    op.execute(COUNT.delete().where(dated, *(COUNT.c[name] == 0 for name in OTHERS)))
    _forget_months()
    op.create_index("ix_cases_count_place_month", "cases_count", ["place_id", "month"])
    op.create_index("ix_cases_count_change_place_month", "cases_count_change", ["place_id", "month", "changed"])
    op.drop_index("ix_cases_standing_place", "cases_standing")
    op.create_index("ix_cases_standing_place", "cases_standing", ["county_id", "township_id"])
    for level in NARROW:
        held = sa.text(f"{level} IS NOT NULL")
        op.create_index(
            f"ix_cases_standing_{level}", "cases_standing", [level], sqlite_where=held, postgresql_where=held
        )


def downgrade() -> None:
    """In which month what is open came stands in no sum: the hourly job adds all up anew, and what waits for it is read row by row."""
    for level in NARROW:
        op.drop_index(f"ix_cases_standing_{level}", "cases_standing")
    op.drop_index("ix_cases_standing_place", "cases_standing")
    op.create_index("ix_cases_standing_place", "cases_standing", ["county_id", "township_id", "community_id"])
    op.drop_index("ix_cases_count_change_place_month", "cases_count_change")
    op.drop_index("ix_cases_count_place_month", "cases_count")
    _forget_months()
    for name in ("cases_count", "cases_count_due"):
        op.execute(sa.table(name).delete())
    op.execute(STANDING.update().values(counted=False))


def _forget_months() -> None:
    for name in ("cases_count_month", "cases_count_change", "cases_count_was_due"):
        op.execute(sa.table(name).delete())
