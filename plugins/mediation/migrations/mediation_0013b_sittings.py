"""调解室, sittings that are arranged, and the addresses by which telephones read the calendar of a committee."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0013b"
down_revision = "mediation_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediation_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["mediation_committee.id"], name=op.f("fk_mediation_room_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room")),
    )
    op.create_index(op.f("ix_mediation_room_committee_id"), "mediation_room", ["committee_id"])
    op.create_table(
        "mediation_sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("called_off_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["dispute_id"], ["mediation_dispute.id"], name=op.f("fk_mediation_sitting_dispute_id")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["mediation_committee.id"], name=op.f("fk_mediation_sitting_committee_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["mediation_room.id"], name=op.f("fk_mediation_sitting_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_sitting")),
    )
    op.create_index("ix_mediation_sitting_committee", "mediation_sitting", ["committee_id", "starts_at"])
    op.create_index("ix_mediation_sitting_starts_at", "mediation_sitting", ["starts_at"])
    for name in ("dispute_id", "room_id"):
        op.create_index(op.f(f"ix_mediation_sitting_{name}"), "mediation_sitting", [name])
    with op.batch_alter_table("mediation_session") as batch:
        batch.add_column(sa.Column("sitting_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_mediation_session_sitting_id", "mediation_sitting", ["sitting_id"], ["id"])
    op.create_index(op.f("ix_mediation_session_sitting_id"), "mediation_session", ["sitting_id"])
    op.create_table(
        "mediation_calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["mediation_committee.id"], name=op.f("fk_mediation_calendar_feed_committee_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["accounts_user.id"], name=op.f("fk_mediation_calendar_feed_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_calendar_feed")),
        sa.UniqueConstraint("committee_id", "user_id", name=op.f("uq_mediation_calendar_feed_committee_id_user_id")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_mediation_calendar_feed_code_hash")),
    )
    op.create_index(op.f("ix_mediation_calendar_feed_user_id"), "mediation_calendar_feed", ["user_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_mediation_session_sitting_id"), "mediation_session")
    with op.batch_alter_table("mediation_session") as batch:
        batch.drop_constraint("fk_mediation_session_sitting_id", type_="foreignkey")
        batch.drop_column("sitting_id")
    for table in ("calendar_feed", "sitting", "room"):
        op.drop_table(f"mediation_{table}")
