"""议事会: who came, what was on the agenda, how each was voted on."""

import sqlalchemy as sa
from alembic import op

revision = "consultation_0003"
down_revision = "consultation_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation_meeting",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=False),
        sa.Column("venue", sa.String(length=80), nullable=False),
        sa.Column("chair", sa.String(length=40), nullable=False),
        sa.Column("recorder", sa.String(length=40), nullable=False),
        sa.Column("quorum", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["consultation_forum.id"], name=op.f("fk_consultation_meeting_forum_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_consultation_meeting_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_meeting")),
    )
    with op.batch_alter_table("consultation_meeting", schema=None) as batch_op:
        batch_op.create_index("ix_consultation_meeting_county", ["county_id", "held_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_meeting_forum_id"), ["forum_id"], unique=False)
        batch_op.create_index("ix_consultation_meeting_township", ["township_id", "held_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_meeting_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "consultation_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["consultation_meeting.id"], name=op.f("fk_consultation_attendance_meeting_id")
        ),
        sa.ForeignKeyConstraint(["who_id"], ["records_contact.id"], name=op.f("fk_consultation_attendance_who_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_attendance")),
    )
    with op.batch_alter_table("consultation_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_attendance_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_attendance_who_id"), ["who_id"], unique=False)
    op.create_table(
        "consultation_meeting_event",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_consultation_meeting_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["consultation_meeting.id"], name=op.f("fk_consultation_meeting_event_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_meeting_event")),
    )
    with op.batch_alter_table("consultation_meeting_event", schema=None) as batch_op:
        batch_op.create_index("ix_consultation_meeting_event_meeting", ["meeting_id", "id"], unique=False)
    op.create_table(
        "consultation_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("dissent", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("ballot_until", sa.DateTime(), nullable=True),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["consultation_meeting.id"], name=op.f("fk_consultation_item_meeting_id")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["consultation_topic.id"], name=op.f("fk_consultation_item_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_item")),
    )
    with op.batch_alter_table("consultation_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_item_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_item_topic_id"), ["topic_id"], unique=False)
    op.create_table(
        "consultation_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["consultation_item.id"], name=op.f("fk_consultation_option_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_option")),
    )
    with op.batch_alter_table("consultation_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_option_item_id"), ["item_id"], unique=False)
    op.create_table(
        "consultation_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("household", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=True),
        sa.Column("cast_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["consultation_item.id"], name=op.f("fk_consultation_ballot_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_ballot")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_consultation_ballot_code_hash")),
        sa.UniqueConstraint("item_id", "household", name=op.f("uq_consultation_ballot_item_id_household")),
    )
    with op.batch_alter_table("consultation_ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_ballot_item_id"), ["item_id"], unique=False)


def downgrade() -> None:
    op.drop_table("consultation_ballot")
    op.drop_table("consultation_option")
    op.drop_table("consultation_item")
    op.drop_table("consultation_meeting_event")
    op.drop_table("consultation_attendance")
    op.drop_table("consultation_meeting")
