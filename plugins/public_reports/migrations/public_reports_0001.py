"""Labels, reports with their pictures, and the timeline of each."""

import sqlalchemy as sa
from alembic import op

revision = "public_reports_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_reports_label",
        sa.Column("word", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("instead", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=True),
        sa.Column("last_used_at", sa.DateTime(), nullable=True),
        sa.Column("quiet_on", sa.Date(), nullable=True),
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
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_public_reports_label_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_reports_label")),
        sa.UniqueConstraint("word", name=op.f("uq_public_reports_label_word")),
    )
    with op.batch_alter_table("public_reports_label", schema=None) as batch_op:
        batch_op.create_index("ix_public_reports_label_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_public_reports_label_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_public_reports_label_unit", ["unit_id", "status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_reports_label_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "public_reports_label_event",
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_public_reports_label_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["label_id"], ["public_reports_label.id"], name=op.f("fk_public_reports_label_event_label_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_reports_label_event")),
    )
    with op.batch_alter_table("public_reports_label_event", schema=None) as batch_op:
        batch_op.create_index("ix_public_reports_label_event_label", ["label_id", "id"], unique=False)

    op.create_table(
        "public_reports_report",
        sa.Column("label_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("matter", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_mark", sa.String(length=40), nullable=False),
        sa.Column("place_text", sa.String(length=100), nullable=False),
        sa.Column("wants_reply", sa.Boolean(), nullable=False),
        sa.Column("tip_off", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("recorder_id", sa.Integer(), nullable=True),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("looked_at", sa.DateTime(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("asked_until", sa.Date(), nullable=True),
        sa.Column("held_due_at", sa.DateTime(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("elsewhere", sa.String(length=120), nullable=False),
        sa.Column("looked_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=40), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("signs", sa.String(length=40), nullable=False),
        sa.Column("again_at", sa.DateTime(), nullable=True),
        sa.Column("responded", sa.Boolean(), nullable=True),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("rated_at", sa.DateTime(), nullable=True),
        sa.Column("rating_reason", sa.Text(), nullable=False),
        sa.Column("apart", sa.String(length=10), nullable=False),
        sa.Column("apart_reason", sa.Text(), nullable=False),
        sa.Column("apart_by_id", sa.Integer(), nullable=True),
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
            ["accepted_by_id"], ["accounts_user.id"], name=op.f("fk_public_reports_report_accepted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["apart_by_id"], ["accounts_user.id"], name=op.f("fk_public_reports_report_apart_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_public_reports_report_case_id")),
        sa.ForeignKeyConstraint(
            ["into_id"], ["public_reports_report.id"], name=op.f("fk_public_reports_report_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["label_id"], ["public_reports_label.id"], name=op.f("fk_public_reports_report_label_id")
        ),
        sa.ForeignKeyConstraint(
            ["looked_by_id"], ["accounts_user.id"], name=op.f("fk_public_reports_report_looked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorder_id"], ["accounts_user.id"], name=op.f("fk_public_reports_report_recorder_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["records_contact.id"], name=op.f("fk_public_reports_report_reporter_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_public_reports_report_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_reports_report")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_public_reports_report_code_hash")),
    )
    with op.batch_alter_table("public_reports_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_public_reports_report_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_public_reports_report_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_reports_report_into_id"), ["into_id"], unique=False)
        batch_op.create_index("ix_public_reports_report_label", ["label_id", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_reports_report_reporter_id"), ["reporter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_reports_report_text_mark"), ["text_mark"], unique=False)
        batch_op.create_index("ix_public_reports_report_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_reports_report_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index("ix_public_reports_report_waiting", ["unit_id", "status", "due_at"], unique=False)

    op.create_table(
        "public_reports_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["public_reports_report.id"], name=op.f("fk_public_reports_photo_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_reports_photo")),
    )
    with op.batch_alter_table("public_reports_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_public_reports_photo_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_reports_photo_sha256"), ["sha256"], unique=False)

    op.create_table(
        "public_reports_report_event",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_public_reports_report_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["public_reports_report.id"], name=op.f("fk_public_reports_report_event_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_reports_report_event")),
    )
    with op.batch_alter_table("public_reports_report_event", schema=None) as batch_op:
        batch_op.create_index("ix_public_reports_report_event_report", ["report_id", "id"], unique=False)


def downgrade() -> None:
    for table in ("report_event", "photo", "report", "label_event", "label"):
        op.drop_table(f"public_reports_{table}")
