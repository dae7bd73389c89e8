"""Indexes in the order of a list, so that a page of it costs the same however many rows lie in a place (docs/adr/0060, 0077).

__table_args__ = (Index("ix_hotline_order_county", "county_id", "created_at", "id"), *list_indexes("hotline_order", "created_at"))
"""

from collections.abc import Iterator

from sqlalchemy import Index

__all__ = ["list_indexes"]

PLACES = ("city_id", "community_id", "grid_id", "subgrid_id", "unit_id")


def list_indexes(table: str, order: str, *also: str) -> Iterator[Index]:
    """For a city, for what is below a township and for a unit itself the index by which the list of what lies there is read; for the
    `__table_args__` of `table`, and made in a migration by `create_list_indexes`. Counties and townships have theirs under their own names. order: the column that the
    register is paged by. also: further columns that lead to the rows of somebody, such as `target_id`. That of the unit takes the place of the plain one (`Scoped.unit_id`)."""
    for name, columns in listed(table, order, *also):
        yield Index(name, *columns)


def listed(table: str, order: str, *also: str) -> Iterator[tuple[str, list[str]]]:
    """Names of these indexes, and their columns."""
    for place in (*PLACES, *also):
        yield f"ix_{table}_{place.removesuffix('_id')}_listed", [place, order, "id"]
