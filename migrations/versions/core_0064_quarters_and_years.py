"""cases: sums of a kind or source in a city or county are kept of quarters and years, too

Revision ID: core_0064
Revises: core_0067b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0064"
down_revision = "core_0067b"
branch_labels = None
depends_on = None

MEASURES = (
    "came",
    "open",
    "settled",
    "declined",
    "withdrawn",
    "late",
    "visited",
    "answered",
    "solved",
    "content",
    "fair",
)
KEY = ("place_id", "kind", "source")
COUNT = sa.table("cases_count", *(sa.column(name, sa.Integer) for name in (*KEY, "month", *MEASURES)))
UNIT = sa.table("org_unit", *(sa.column(name, sa.Integer) for name in ("id", "city_id", "county_id")))


def upgrade() -> None:
    month = COUNT.c.month % 100
    year = COUNT.c.month - month
    wide = sa.select(UNIT.c.id).where(sa.or_(UNIT.c.id == UNIT.c.city_id, UNIT.c.id == UNIT.c.county_id))
    apart = COUNT.c.month != 0, COUNT.c.place_id.in_(wide), sa.or_(COUNT.c.kind != "", COUNT.c.source != "")
    key, numbers = [COUNT.c[name] for name in KEY], [COUNT.c[name] for name in MEASURES]
    blocks = (
        sa.select(*key, block.label("month"), *numbers).where(*apart) for block in (year + 13 + (month - 1) // 3, year)
    )
    found = sa.union_all(*blocks).subquery()
    columns = [found.c[name] for name in (*KEY, "month")]
    summed = sa.select(*columns, *(sa.func.sum(found.c[name]) for name in MEASURES)).group_by(*columns)
    op.execute(COUNT.insert().from_select([*KEY, "month", *MEASURES], summed))


def downgrade() -> None:
    op.execute(COUNT.delete().where(COUNT.c.month != 0, sa.not_((COUNT.c.month % 100).between(1, 12))))
