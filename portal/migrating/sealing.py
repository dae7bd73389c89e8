"""For migrations: columns that could be read in the database become encrypted or keyed, and back.

in_portions("club_member", lambda row: {"born_on": keyring.encrypt(f"{row.was}", "club_member.born_on")}, "was")
leave_nothing("club_member", "born_month")     # last: what was there before stands in no page of the file
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.migrating.moving import reflected

__all__ = ["in_portions", "leave_nothing", "sealed_in_place"]

AT_ONCE = 1000  # rows


def in_portions(table: str, change: Callable[[Any], dict[str, Any]], *read: str) -> None:
    """Write into each row of `table` what `change` makes of its columns `read`; a row for which it answers nothing stays."""
    rows, connection, last = reflected(table), op.get_bind(), 0
    asked = sa.select(rows.c.id, *(rows.c[name] for name in read)).order_by(rows.c.id).limit(AT_ONCE)
    while portion := connection.execute(asked.where(rows.c.id > last)).all():
        done = [{"row": row.id} | changed for row in portion if (changed := change(row))]
        if done:
            names = [name for name in done[0] if name != "row"]
            values = {name: sa.bindparam(f"new_{name}") for name in names}
            write = rows.update().where(rows.c.id == sa.bindparam("row")).values(values)
            connection.execute(
                write, [{"row": each["row"]} | {f"new_{name}": each[name] for name in names} for each in done]
            )
        last = portion[-1].id


def sealed_in_place(table: str, column: str, change: Callable[[str], str], was: sa.String, becomes: sa.String) -> None:
    """The text in a column of `table` encrypted, or readable again: `change` is applied to what is not empty; `was` and `becomes` are its types."""
    if becomes.length is None:
        _retype(table, column, was, becomes)
    in_portions(table, lambda row: {column: change(row[1])} if row[1] else {}, column)
    if becomes.length is not None:
        _retype(table, column, was, becomes)


def leave_nothing(table: str, integer: str) -> None:
    """What the rows held before stands in no page of the file any more: PostgreSQL writes the table anew, as for a change of the type of
    its column `integer`, which stays as it is. SQLite overwrites what it frees (`portal.migrating.histories.rebuilding`)."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {integer} TYPE integer USING {integer} + 0")


def _retype(table: str, column: str, was: sa.String, becomes: sa.String) -> None:
    with op.batch_alter_table(table) as batch:
        batch.alter_column(column, existing_type=was, type_=becomes)
