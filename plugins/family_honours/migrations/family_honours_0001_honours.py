"""评选活动, 家庭荣誉, 评选异议."""

import sqlalchemy as sa
from alembic import op

revision = "family_honours_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "family_honours_campaign",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("authority", sa.String(length=80), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("negatives", sa.Text(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("nominates_from", sa.Date(), nullable=False),
        sa.Column("nominates_until", sa.Date(), nullable=False),
        sa.Column("publication_days", sa.Integer(), nullable=False),
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
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_family_honours_campaign_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_honours_campaign")),
    )
    with op.batch_alter_table("family_honours_campaign", schema=None) as batch_op:
        batch_op.create_index("ix_family_honours_campaign_recent", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_family_honours_campaign_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_honours_campaign_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "family_honours_campaign_event",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_family_honours_campaign_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["family_honours_campaign.id"], name=op.f("fk_family_honours_campaign_event_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_honours_campaign_event")),
    )
    with op.batch_alter_table("family_honours_campaign_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_honours_campaign_event_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "family_honours_honour",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=True),
        sa.Column("village", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("recommended_by", sa.String(length=80), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("agreed", sa.String(length=8), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=True),
        sa.Column("by_name", sa.Boolean(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("recommender_id", sa.Integer(), nullable=True),
        sa.Column("published_from", sa.Date(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("conferred_by", sa.String(length=80), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("certificate", sa.String(length=60), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("revocation", sa.String(length=60), nullable=False),
        sa.Column("revoked_by", sa.String(length=80), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("code_hash", sa.String(length=40), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["family_honours_campaign.id"], name=op.f("fk_family_honours_honour_campaign_id")
        ),
        sa.ForeignKeyConstraint(["family_id"], ["families_family.id"], name=op.f("fk_family_honours_honour_family_id")),
        sa.ForeignKeyConstraint(["head_id"], ["records_contact.id"], name=op.f("fk_family_honours_honour_head_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["files_attachment.id"], name=op.f("fk_family_honours_honour_photo_id")),
        sa.ForeignKeyConstraint(
            ["recommender_id"], ["records_contact.id"], name=op.f("fk_family_honours_honour_recommender_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_family_honours_honour_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_honours_honour")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_family_honours_honour_code_hash")),
    )
    with op.batch_alter_table("family_honours_honour", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_honours_honour_awarded_on"), ["awarded_on"], unique=False)
        batch_op.create_index("ix_family_honours_honour_campaign", ["campaign_id", "status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_honours_honour_family_id"), ["family_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_honours_honour_head_id"), ["head_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_honours_honour_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index("ix_family_honours_honour_recent", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_family_honours_honour_recent_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_honours_honour_recommender_id"), ["recommender_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_honours_honour_review_due_on"), ["review_due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_honours_honour_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "family_honours_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("honour_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("confirmed_by", sa.String(length=80), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("finding", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["honour_id"], ["family_honours_honour.id"], name=op.f("fk_family_honours_check_honour_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_honours_check")),
    )
    with op.batch_alter_table("family_honours_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_honours_check_honour_id"), ["honour_id"], unique=False)

    op.create_table(
        "family_honours_honour_event",
        sa.Column("honour_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_family_honours_honour_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["honour_id"], ["family_honours_honour.id"], name=op.f("fk_family_honours_honour_event_honour_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_honours_honour_event")),
    )
    with op.batch_alter_table("family_honours_honour_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_honours_honour_event_honour_id"), ["honour_id"], unique=False)

    op.create_table(
        "family_honours_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("honour_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("majority", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["honour_id"], ["family_honours_honour.id"], name=op.f("fk_family_honours_review_honour_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_honours_review")),
    )
    with op.batch_alter_table("family_honours_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_honours_review_honour_id"), ["honour_id"], unique=False)

    op.create_table(
        "family_honours_objection",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("honour_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("objector_id", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("code_hash", sa.String(length=40), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["honour_id"], ["family_honours_honour.id"], name=op.f("fk_family_honours_objection_honour_id")
        ),
        sa.ForeignKeyConstraint(
            ["objector_id"], ["records_contact.id"], name=op.f("fk_family_honours_objection_objector_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_family_honours_objection_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_honours_objection")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_family_honours_objection_code_hash")),
    )
    with op.batch_alter_table("family_honours_objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_honours_objection_honour_id"), ["honour_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_honours_objection_objector_id"), ["objector_id"], unique=False)
        batch_op.create_index("ix_family_honours_objection_recent", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_family_honours_objection_recent_county", ["county_id", "created_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_family_honours_objection_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "family_honours_objection_event",
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_family_honours_objection_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["family_honours_objection.id"],
            name=op.f("fk_family_honours_objection_event_objection_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_honours_objection_event")),
    )
    with op.batch_alter_table("family_honours_objection_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_family_honours_objection_event_objection_id"), ["objection_id"], unique=False
        )

    op.create_table(
        "family_honours_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["records_contact.id"], name=op.f("fk_family_honours_aside_member_id")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["family_honours_review.id"], name=op.f("fk_family_honours_aside_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_honours_aside")),
    )
    with op.batch_alter_table("family_honours_aside", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_honours_aside_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_honours_aside_review_id"), ["review_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("family_honours_aside", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_honours_aside_review_id"))
        batch_op.drop_index(batch_op.f("ix_family_honours_aside_member_id"))

    op.drop_table("family_honours_aside")
    with op.batch_alter_table("family_honours_objection_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_honours_objection_event_objection_id"))

    op.drop_table("family_honours_objection_event")
    with op.batch_alter_table("family_honours_objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_honours_objection_unit_id"))
        batch_op.drop_index("ix_family_honours_objection_recent_county")
        batch_op.drop_index("ix_family_honours_objection_recent")
        batch_op.drop_index(batch_op.f("ix_family_honours_objection_objector_id"))
        batch_op.drop_index(batch_op.f("ix_family_honours_objection_honour_id"))

    op.drop_table("family_honours_objection")
    with op.batch_alter_table("family_honours_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_honours_review_honour_id"))

    op.drop_table("family_honours_review")
    with op.batch_alter_table("family_honours_honour_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_honours_honour_event_honour_id"))

    op.drop_table("family_honours_honour_event")
    with op.batch_alter_table("family_honours_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_honours_check_honour_id"))

    op.drop_table("family_honours_check")
    with op.batch_alter_table("family_honours_honour", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_honours_honour_unit_id"))
        batch_op.drop_index(batch_op.f("ix_family_honours_honour_review_due_on"))
        batch_op.drop_index(batch_op.f("ix_family_honours_honour_recommender_id"))
        batch_op.drop_index("ix_family_honours_honour_recent_county")
        batch_op.drop_index("ix_family_honours_honour_recent")
        batch_op.drop_index(batch_op.f("ix_family_honours_honour_photo_id"))
        batch_op.drop_index(batch_op.f("ix_family_honours_honour_head_id"))
        batch_op.drop_index(batch_op.f("ix_family_honours_honour_family_id"))
        batch_op.drop_index("ix_family_honours_honour_campaign")
        batch_op.drop_index(batch_op.f("ix_family_honours_honour_awarded_on"))

    op.drop_table("family_honours_honour")
    with op.batch_alter_table("family_honours_campaign_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_honours_campaign_event_campaign_id"))

    op.drop_table("family_honours_campaign_event")
    with op.batch_alter_table("family_honours_campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_honours_campaign_unit_id"))
        batch_op.drop_index("ix_family_honours_campaign_township")
        batch_op.drop_index("ix_family_honours_campaign_recent")

    op.drop_table("family_honours_campaign")
