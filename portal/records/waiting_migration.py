"""For migrations: the indexes of what waits (`portal.records.waiting.waiting_indexes`), one for each level of a place, and back.

INDEXES = (("heroes_deed", "open", "status IN ('reported', 'verified')", ("due_on",)),)
create_waiting(INDEXES)  # in upgrade()
drop_waiting(INDEXES)    # in downgrade()
"""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from alembic import op

__all__ = ["create_waiting", "drop_waiting"]

PLACES = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id", "unit_id")
Waiting = tuple[str, str, str, Sequence[str]]


def create_waiting(indexes: Iterable[Waiting], places: Sequence[str] = PLACES) -> None:
    """Make them. indexes: of which table, what they are called, the condition in SQL of the rows that they hold, and the columns behind that of the place.
    places: the columns of those levels that get one."""
    for table, name, held, columns in indexes:
        where = sa.text(held)
        for place in places:
            op.create_index(
                f"ix_{table}_{place}_{name}", table, [place, *columns], sqlite_where=where, postgresql_where=where
            )


def drop_waiting(indexes: Iterable[Waiting], places: Sequence[str] = PLACES) -> None:
    """Take them away. indexes, places: as they were made."""
    for table, name, *_ in indexes:
        for place in places:
            op.drop_index(f"ix_{table}_{place}_{name}", table)
