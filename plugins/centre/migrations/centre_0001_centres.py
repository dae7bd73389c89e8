"""Centres with their rooms, windows, departments and calls."""

import sqlalchemy as sa
from alembic import op

from portal.records.waiting_migration import create_waiting

revision = "centre_0001"
down_revision = None
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
TABLES = (
    "centre",
    "centre_event",
    "area",
    "window",
    "window_event",
    "presence",
    "presence_event",
    "call",
    "call_event",
)
INDEXES = (  # of what waits: of which table, what they are called, what they hold, and in which order
    ("centre_call", "open", "status IN ('called')", ("due_at",)),
)


def upgrade() -> None:
    _record(
        "centre",
        "created_at",
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("address", sa.String(120), nullable=False),
        sa.Column("phone", sa.String(30), nullable=False),
        sa.Column("hours", sa.String(120), nullable=False),
        sa.Column("leader", sa.String(40), nullable=False),
        sa.Column("square_metres", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("watched_from", sa.Date(), nullable=True),
        sa.Column("watched_until", sa.Date(), nullable=True),
        sa.Column("watched_why", sa.String(200), nullable=False),
        sa.Column("watched_approver", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        refs={},
    )
    op.create_table(
        "centre_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("square_metres", sa.Integer(), nullable=False),
        *_keys("centre_area", {"centre_id": "centre_centre"}),
    )
    op.create_index(op.f("ix_centre_area_centre_id"), "centre_area", ["centre_id"])
    _record(
        "window",
        "created_at",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("handles", sa.String(300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        refs={"centre_id": "centre_centre"},
    )
    op.create_index(op.f("ix_centre_window_centre_id"), "centre_window", ["centre_id"])
    _record(
        "presence",
        "created_at",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("weekdays", sa.String(7), nullable=False),
        sa.Column("dates", sa.String(300), nullable=False),
        sa.Column("contact", sa.String(40), nullable=False),
        sa.Column("phone", sa.String(30), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        refs={"centre_id": "centre_centre", "window_id": "centre_window", "department_id": "org_unit"},
    )
    op.create_index(op.f("ix_centre_presence_centre_id"), "centre_presence", ["centre_id"])
    op.create_index(op.f("ix_centre_presence_department_id"), "centre_presence", ["department_id"])
    op.create_index(op.f("ix_centre_presence_window_id"), "centre_presence", ["window_id"])
    _record(
        "call",
        "called_at",
        sa.Column("presence_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("called_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("come_at", sa.DateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        refs={"presence_id": "centre_presence", "department_id": "org_unit"},
    )
    op.create_index(op.f("ix_centre_call_department_id"), "centre_call", ["department_id"])
    op.create_index(op.f("ix_centre_call_presence_id"), "centre_call", ["presence_id"])
    create_waiting(INDEXES)


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(f"centre_{name}")


def _record(name: str, order: str, *columns: sa.Column, refs: dict[str, str]) -> None:
    """A record with its timeline. order: the column by which its list is read; refs: column → the table it leads to."""
    table = f"centre_{name}"
    op.create_table(
        table,
        *columns,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        *_keys(table, refs | {"unit_id": "org_unit"}),
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
        *_keys(f"{table}_event", {f"{name}_id": table, "actor_id": "accounts_user"}),
    )
    op.create_index(f"ix_{table}_event_{name}", f"{table}_event", [f"{name}_id", "id"])


def _keys(table: str, refs: dict[str, str]) -> list:
    leads = [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}")) for name, to in refs.items()
    ]
    return [*leads, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]
