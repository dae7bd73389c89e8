"""notices: messages and who has read them; channels of a district and what goes out through them

Revision ID: core_0030
Revises: core_0027b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0030"
down_revision = "core_0027b"
branch_labels = None
depends_on = None

PENDING = sa.text("spread_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "notices_channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("host", sa.String(length=120), nullable=False),
        sa.Column("config", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.Column("paused_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["accounts_user.id"], name=op.f("fk_notices_channel_made_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_notices_channel_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_channel")),
    )
    op.create_index(op.f("ix_notices_channel_unit_id"), "notices_channel", ["unit_id"])

    op.create_table(
        "notices_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=80), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("said", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=120), nullable=False),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("needs", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("spread_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["accounts_user.id"], name=op.f("fk_notices_message_by_id")),
        sa.ForeignKeyConstraint(["county_id"], ["org_unit.id"], name=op.f("fk_notices_message_county_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_notices_message_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["accounts_user.id"], name=op.f("fk_notices_message_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_message")),
        sa.UniqueConstraint("once", name=op.f("uq_notices_message_once")),
    )
    op.create_index("ix_notices_message_old", "notices_message", ["county_id", "at"])
    op.create_index(
        "ix_notices_message_pending", "notices_message", ["id"], sqlite_where=PENDING, postgresql_where=PENDING
    )
    op.create_index("ix_notices_message_unit", "notices_message", ["unit_id", "id"])
    op.create_index("ix_notices_message_user", "notices_message", ["user_id", "id"])

    op.create_table(
        "notices_reader",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("read_to", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["accounts_user.id"], name=op.f("fk_notices_reader_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notices_reader")),
    )
    op.create_table(
        "notices_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=80), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["notices_channel.id"], name=op.f("fk_notices_delivery_channel_id")),
        sa.ForeignKeyConstraint(["user_id"], ["accounts_user.id"], name=op.f("fk_notices_delivery_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_delivery")),
        sa.UniqueConstraint("batch", name=op.f("uq_notices_delivery_batch")),
    )
    op.create_index("ix_notices_delivery_channel", "notices_delivery", ["channel_id", "id"])

    op.create_table(
        "notices_reading",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["notices_message.id"], name=op.f("fk_notices_reading_message_id")),
        sa.ForeignKeyConstraint(["user_id"], ["accounts_user.id"], name=op.f("fk_notices_reading_user_id")),
        sa.PrimaryKeyConstraint("user_id", "message_id", name=op.f("pk_notices_reading")),
    )
    op.create_index(op.f("ix_notices_reading_message_id"), "notices_reading", ["message_id"])

    op.create_table(
        "notices_enclosed",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["notices_delivery.id"], name=op.f("fk_notices_enclosed_delivery_id")),
        sa.ForeignKeyConstraint(["message_id"], ["notices_message.id"], name=op.f("fk_notices_enclosed_message_id")),
        sa.PrimaryKeyConstraint("delivery_id", "message_id", name=op.f("pk_notices_enclosed")),
    )
    op.create_index(op.f("ix_notices_enclosed_message_id"), "notices_enclosed", ["message_id"])


def downgrade() -> None:
    """Messages and channels are gone: no record depends on them."""
    for name in ("enclosed", "reading", "delivery", "reader", "message", "channel"):
        op.drop_table(f"notices_{name}")
