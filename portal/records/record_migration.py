"""For migrations: the table of a record, and that of its timeline.

create_record("centre_window", "valid_from", sa.Column("label", sa.String(20), nullable=False), …, refs={"centre_id": "centre_centre"})
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

__all__ = ["create_record", "keys_of"]

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def create_record(table: str, order: str, *columns: sa.Column, refs: Mapping[str, str]) -> None:
    """Make `table` (`<plugin>_<name>`) with `columns` and those that every record has, and `<table>_event`, which leads to it by `<name>_id`.
    order: the column by which its list is read; refs: column → the table it leads to."""
    name = table.partition("_")[2]
    op.create_table(
        table,
        *columns,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        *keys_of(table, {**refs, "unit_id": "org_unit"}),
    )
    for level in ("county", "township"):
        op.create_index(f"ix_{table}_{level}", table, [f"{level}_id", order, "id"])
    op.create_index(op.f(f"ix_{table}_unit_id"), table, ["unit_id"])
    op.create_table(
        f"{table}_event",
        sa.Column(f"{name}_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(16), nullable=False),
        sa.Column("to_status", sa.String(16), nullable=False),
        *keys_of(f"{table}_event", {f"{name}_id": table, "actor_id": "accounts_user"}),
    )
    op.create_index(f"ix_{table}_event_{name}", f"{table}_event", [f"{name}_id", "id"])


def keys_of(table: str, refs: Mapping[str, str]) -> list[sa.Constraint]:
    """Its foreign keys and its primary key `id`, by the names that the models give them. refs: column → the table it leads to."""
    leads = [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}")) for name, to in refs.items()
    ]
    return [*leads, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]
