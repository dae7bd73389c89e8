"""One order for each number, however it was typed. Of those that were entered twice each keeps its place: the later get a key of their own."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "hotline_0004"
down_revision = "hotline_0003"
branch_labels = None
depends_on = None

TABLE, INDEX = "hotline_order", "uq_hotline_order_outside"
ONE = sa.text("status IN ('received', 'accepted', 'again', 'ready', 'answered')")
STANDING = ("received", "accepted", "again", "ready", "answered")
ORDERS = sa.table(
    TABLE, *(sa.column(name) for name in ("id", "county_id", "source", "outside_number", "outside_key", "status"))
)


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("outside_key", sa.String(length=200), nullable=False, server_default=""))
    _fill()
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("outside_key", existing_type=sa.String(length=200), server_default=None)
        batch.drop_index(INDEX)
    _index("outside_key")


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_index(INDEX)
    _index("outside_number")
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("outside_key")


def _index(column: str) -> None:
    op.create_index(INDEX, TABLE, ["county_id", "source", column], unique=True, sqlite_where=ONE, postgresql_where=ONE)


def _fill() -> None:
    taken = set()
    for row in op.get_bind().execute(sa.select(ORDERS).order_by(ORDERS.c.id)).all():
        key = _key(row.outside_number)[:180]
        if row.status in STANDING and (row.county_id, row.source, key) in taken:
            key = f"{key} {row.id}"
        taken.update([(row.county_id, row.source, key)] if row.status in STANDING else [])
        op.execute(sa.update(ORDERS).where(ORDERS.c.id == row.id).values(outside_key=key))


def _key(number: str) -> str:
    """As portal.typed.matching.number_key has it for the numbers that platforms give."""
    plain = unicodedata.normalize("NFKC", number).casefold()
    shown = (each for each in plain if not each.isspace() and unicodedata.category(each) not in ("Cf", "Mn"))
    return "".join(_sign(each) for each in shown)


def _sign(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Pd" or character in "−ー_~":
        return "-"
    return {"Ps": "(", "Pe": ")"}.get(kind, character)
