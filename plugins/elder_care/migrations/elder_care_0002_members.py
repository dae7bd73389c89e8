"""Members: categories, cards, agents."""

import sqlalchemy as sa
from alembic import op

revision = "elder_care_0002"
down_revision = "elder_care_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "elder_care_member",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("household", sa.String(length=6), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("review_due", sa.Date(), nullable=False),
        sa.Column("stop_reason", sa.String(length=10), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=True),
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
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f("fk_elder_care_member_person_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["files_attachment.id"], name=op.f("fk_elder_care_member_photo_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_elder_care_member_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_member")),
        sa.UniqueConstraint("person_id", name=op.f("uq_elder_care_member_person_id")),
    )
    with op.batch_alter_table("elder_care_member", schema=None) as batch_op:
        batch_op.create_index("ix_elder_care_member_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_elder_care_member_number", ["township_id", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_elder_care_member_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index("ix_elder_care_member_recent", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_elder_care_member_review_due"), ["review_due"], unique=False)
        batch_op.create_index(batch_op.f("ix_elder_care_member_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "elder_care_member_event",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_elder_care_member_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["elder_care_member.id"],
            name=op.f("fk_elder_care_member_event_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_member_event")),
    )
    with op.batch_alter_table("elder_care_member_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elder_care_member_event_member_id"), ["member_id"], unique=False)
    op.create_table(
        "elder_care_category",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["elder_care_member.id"], name=op.f("fk_elder_care_category_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_category")),
    )
    with op.batch_alter_table("elder_care_category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elder_care_category_member_id"), ["member_id"], unique=False)
    op.create_table(
        "elder_care_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["elder_care_member.id"], name=op.f("fk_elder_care_card_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_card")),
        sa.UniqueConstraint("code", name=op.f("uq_elder_care_card_code")),
    )
    with op.batch_alter_table("elder_care_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elder_care_card_member_id"), ["member_id"], unique=False)
    op.create_table(
        "elder_care_agent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["elder_care_member.id"], name=op.f("fk_elder_care_agent_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["records_contact.id"], name=op.f("fk_elder_care_agent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_agent")),
    )
    with op.batch_alter_table("elder_care_agent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elder_care_agent_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_elder_care_agent_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("elder_care_agent")
    op.drop_table("elder_care_card")
    op.drop_table("elder_care_category")
    op.drop_table("elder_care_member_event")
    op.drop_table("elder_care_member")
