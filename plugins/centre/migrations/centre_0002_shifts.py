"""Duty at the windows, and exchanges of it."""

import sqlalchemy as sa
from alembic import op

from portal.records.waiting_migration import create_waiting

revision = "centre_0002"
down_revision = "centre_0001"
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
TABLES = ("shift", "shift_event", "exchange", "exchange_event")
INDEXES = (  # of what waits: of which table, what they are called, what they hold, and in which order
    ("centre_shift", "open", "status IN ('awaited')", ("empty_at",)),
    ("centre_exchange", "open", "status IN ('asked')", ("starts_at",)),
)


def upgrade() -> None:
    _record(
        "shift",
        "starts_at",
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("presence_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("department", sa.String(60), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("empty_at", sa.DateTime(), nullable=False),
        sa.Column("staffed_at", sa.DateTime(), nullable=True),
        sa.Column("was_empty", sa.Boolean(), nullable=False),
        refs={"window_id": "centre_window", "presence_id": "centre_presence", "user_id": "accounts_user"},
    )
    op.create_index(op.f("ix_centre_shift_presence_id"), "centre_shift", ["presence_id"])
    op.create_index("ix_centre_shift_user", "centre_shift", ["user_id", "starts_at"])
    op.create_index("ix_centre_shift_window", "centre_shift", ["window_id", "starts_at"])
    _record(
        "exchange",
        "asked_at",
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("theirs_id", sa.Integer(), nullable=True),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        refs={
            "shift_id": "centre_shift",
            "theirs_id": "centre_shift",
            "asker_id": "accounts_user",
            "other_id": "accounts_user",
        },
    )
    op.create_index(op.f("ix_centre_exchange_asker_id"), "centre_exchange", ["asker_id"])
    op.create_index(op.f("ix_centre_exchange_other_id"), "centre_exchange", ["other_id"])
    op.create_index(op.f("ix_centre_exchange_shift_id"), "centre_exchange", ["shift_id"])
    op.create_index(op.f("ix_centre_exchange_theirs_id"), "centre_exchange", ["theirs_id"])
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
