"""For migrations: the indexes in the order of a list (`portal.records.in_order`), and back.

INDEXES = (("hotline_order", "created_at"), ("briefs_task", "created_at", "target_id"))
create_list_indexes(INDEXES)  # in upgrade()
drop_list_indexes(INDEXES)    # in downgrade()
"""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from alembic import op

from portal.records.in_order import listed

__all__ = ["create_list_indexes", "drop_list_indexes"]


def create_list_indexes(indexes: Iterable[Sequence[str]]) -> None:
    """Make them. indexes: of which table, by which column its list is paged, and which further columns lead to rows, as `list_indexes` takes them."""
    indexes = list(indexes)
    for table, *rest in indexes:
        for name, columns in listed(table, *rest):
            op.create_index(name, table, columns)
        op.drop_index(f"ix_{table}_unit_id", table)
    if op.get_bind().dialect.name == "sqlite":
        for table, *_ in indexes:
            _put_last(table)


def drop_list_indexes(indexes: Iterable[Sequence[str]]) -> None:
    """Take them away. indexes: as they were made."""
    for table, *rest in indexes:
        op.create_index(f"ix_{table}_unit_id", table, ["unit_id"])
        for name, _ in listed(table, *rest):
            op.drop_index(name, table)


def _put_last(table: str) -> None:
    """Make the indexes of what waits anew: of two that promise the same SQLite takes the one that was made last."""
    partial = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql LIKE '% WHERE %' ORDER BY rowid"
    for name, made in op.get_bind().execute(sa.text(partial), {"table": table}).all():
        op.drop_index(name, table)
        op.execute(made)
