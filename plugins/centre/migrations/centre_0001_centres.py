"""Centres with their rooms, windows, departments and calls."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import create_record, keys_of
from portal.records.waiting_migration import create_waiting

revision = "centre_0001"
down_revision = None
branch_labels = None
depends_on = None

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
    create_record(
        "centre_centre",
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
        *keys_of("centre_area", {"centre_id": "centre_centre"}),
    )
    op.create_index(op.f("ix_centre_area_centre_id"), "centre_area", ["centre_id"])
    create_record(
        "centre_window",
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
    create_record(
        "centre_presence",
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
    create_record(
        "centre_call",
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
