"""议题, and the timeline of each."""

import sqlalchemy as sa
from alembic import op

revision = "consultation_0002"
down_revision = "consultation_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation_topic",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("matter", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("hits", sa.String(length=200), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("code_hash", sa.String(length=40), nullable=True),
        sa.Column("published_from", sa.Date(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
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
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_consultation_topic_case_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["consultation_forum.id"], name=op.f("fk_consultation_topic_forum_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["consultation_topic.id"], name=op.f("fk_consultation_topic_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["records_contact.id"], name=op.f("fk_consultation_topic_proposer_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["consultation_round.id"], name=op.f("fk_consultation_topic_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_consultation_topic_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_topic")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_consultation_topic_code_hash")),
    )
    with op.batch_alter_table("consultation_topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_topic_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_consultation_topic_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_consultation_topic_forum", ["forum_id", "status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_topic_proposer_id"), ["proposer_id"], unique=False)
        batch_op.create_index("ix_consultation_topic_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_topic_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "consultation_topic_event",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_consultation_topic_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["consultation_topic.id"], name=op.f("fk_consultation_topic_event_topic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_topic_event")),
    )
    with op.batch_alter_table("consultation_topic_event", schema=None) as batch_op:
        batch_op.create_index("ix_consultation_topic_event_topic", ["topic_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("consultation_topic_event")
    op.drop_table("consultation_topic")
