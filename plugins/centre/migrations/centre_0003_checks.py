"""Self-checks: items, answers, measures."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import create_record, keys_of
from portal.records.waiting_migration import create_waiting

revision = "centre_0003"
down_revision = "centre_0002"
branch_labels = None
depends_on = None

TABLES = ("item", "item_event", "check", "check_event", "answer", "measure", "measure_event")
INDEXES = (  # of what waits: of which table, what they are called, what they hold, and in which order
    ("centre_check", "open", "status IN ('filling')", ()),
    ("centre_measure", "open", "status IN ('open')", ("due_on",)),
)


def upgrade() -> None:
    create_record(
        "centre_item",
        "created_at",
        sa.Column("block", sa.String(10), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        refs={},
    )
    create_record(
        "centre_check",
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
        *keys_of("centre_answer", {"check_id": "centre_check", "item_id": "centre_item"}),
    )
    op.create_index(op.f("ix_centre_answer_item_id"), "centre_answer", ["item_id"])
    create_record(
        "centre_measure",
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
