"""课程讲座, 报名."""

import sqlalchemy as sa
from alembic import op

revision = "family_courses_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "family_courses_course",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("series", sa.String(length=12), nullable=False),
        sa.Column("speaker", sa.String(length=60), nullable=False),
        sa.Column("place_name", sa.String(length=100), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=80), nullable=False),
        sa.Column("about_course", sa.String(length=500), nullable=False),
        sa.Column("enrols_until", sa.Date(), nullable=False),
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
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_family_courses_course_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_courses_course")),
    )
    with op.batch_alter_table("family_courses_course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_courses_course_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index("ix_family_courses_course_when", ["township_id", "starts_at", "id"], unique=False)
        batch_op.create_index("ix_family_courses_course_when_county", ["county_id", "starts_at", "id"], unique=False)

    op.create_table(
        "family_courses_course_event",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_family_courses_course_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["family_courses_course.id"], name=op.f("fk_family_courses_course_event_course_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_courses_course_event")),
    )
    with op.batch_alter_table("family_courses_course_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_courses_course_event_course_id"), ["course_id"], unique=False)

    op.create_table(
        "family_courses_enrolment",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("consent", sa.String(length=8), nullable=False),
        sa.Column("consent_at", sa.DateTime(), nullable=True),
        sa.Column("promoted_at", sa.DateTime(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("attended_at", sa.DateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(length=8), nullable=False),
        sa.Column("opinion", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("guardian_id", sa.Integer(), nullable=True),
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
            ["course_id"], ["family_courses_course.id"], name=op.f("fk_family_courses_enrolment_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families_family.id"], name=op.f("fk_family_courses_enrolment_family_id")
        ),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["records_contact.id"], name=op.f("fk_family_courses_enrolment_guardian_id")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["records_contact.id"], name=op.f("fk_family_courses_enrolment_learner_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_family_courses_enrolment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_courses_enrolment")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_family_courses_enrolment_code_hash")),
    )
    with op.batch_alter_table("family_courses_enrolment", schema=None) as batch_op:
        batch_op.create_index("ix_family_courses_enrolment_course", ["course_id", "status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_courses_enrolment_family_id"), ["family_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_courses_enrolment_guardian_id"), ["guardian_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_courses_enrolment_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index("ix_family_courses_enrolment_recent", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_family_courses_enrolment_recent_county", ["county_id", "created_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_family_courses_enrolment_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "family_courses_enrolment_event",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_family_courses_enrolment_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["family_courses_enrolment.id"],
            name=op.f("fk_family_courses_enrolment_event_enrolment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_courses_enrolment_event")),
    )
    with op.batch_alter_table("family_courses_enrolment_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_family_courses_enrolment_event_enrolment_id"), ["enrolment_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("family_courses_enrolment_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_courses_enrolment_event_enrolment_id"))

    op.drop_table("family_courses_enrolment_event")
    with op.batch_alter_table("family_courses_enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_courses_enrolment_unit_id"))
        batch_op.drop_index("ix_family_courses_enrolment_recent_county")
        batch_op.drop_index("ix_family_courses_enrolment_recent")
        batch_op.drop_index(batch_op.f("ix_family_courses_enrolment_learner_id"))
        batch_op.drop_index(batch_op.f("ix_family_courses_enrolment_guardian_id"))
        batch_op.drop_index(batch_op.f("ix_family_courses_enrolment_family_id"))
        batch_op.drop_index("ix_family_courses_enrolment_course")

    op.drop_table("family_courses_enrolment")
    with op.batch_alter_table("family_courses_course_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_courses_course_event_course_id"))

    op.drop_table("family_courses_course_event")
    with op.batch_alter_table("family_courses_course", schema=None) as batch_op:
        batch_op.drop_index("ix_family_courses_course_when_county")
        batch_op.drop_index("ix_family_courses_course_when")
        batch_op.drop_index(batch_op.f("ix_family_courses_course_unit_id"))

    op.drop_table("family_courses_course")
