"""Self-checks: items, answers, measures."""

import sqlalchemy as sa
from alembic import op

from portal.records.waiting_migration import create_waiting

revision = "centre_0003"
down_revision = "centre_0002"
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
TABLES = ("item", "item_event", "check", "check_event", "answer", "measure", "measure_event")
INDEXES = (  # of what waits: of which table, what they are called, what they hold, and in which order
    ("centre_check", "open", "status IN ('filling')", ()),
    ("centre_measure", "open", "status IN ('open')", ("due_on",)),
)


def upgrade() -> None:
    _record(
        "item",
        "created_at",
        sa.Column("block", sa.String(10), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        refs={},
    )
    _record(
        "check",
        "created_at",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        refs={"centre_id": "centre_centre"},
    )
    op.create_index(op.f("ix_centre_check_centre_id"), "centre_check", ["centre_id"])
    op.create_table(
        "centre_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(4), nullable=False),
        sa.Column("evidence", sa.String(300), nullable=False),
        sa.UniqueConstraint("check_id", "item_id", name=op.f("uq_centre_answer_check_id_item_id")),
        *_keys("centre_answer", {"check_id": "centre_check", "item_id": "centre_item"}),
    )
    op.create_index(op.f("ix_centre_answer_item_id"), "centre_answer", ["item_id"])
    _record(
        "measure",
        "created_at",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        refs={"check_id": "centre_check", "item_id": "centre_item"},
    )
    op.create_index(op.f("ix_centre_measure_check_id"), "centre_measure", ["check_id"])
    op.create_index(op.f("ix_centre_measure_item_id"), "centre_measure", ["item_id"])
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
