"""Duty at the windows, and exchanges of it."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import create_record
from portal.records.waiting_migration import create_waiting

revision = "centre_0002"
down_revision = "centre_0001"
branch_labels = None
depends_on = None

TABLES = ("shift", "shift_event", "exchange", "exchange_event")
INDEXES = (  # of what waits: of which table, what they are called, what they hold, and in which order
    ("centre_shift", "open", "status IN ('awaited')", ("empty_at",)),
    ("centre_exchange", "open", "status IN ('asked')", ("starts_at",)),
)


def upgrade() -> None:
    create_record(
        "centre_shift",
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
    create_record(
        "centre_exchange",
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
