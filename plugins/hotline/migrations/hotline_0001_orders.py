"""工单 and their timeline."""

import sqlalchemy as sa
from alembic import op

revision = "hotline_0001"
down_revision = None
branch_labels = None
depends_on = None

STANDING = sa.text("status IN ('received', 'accepted', 'again', 'ready', 'answered')")


def upgrade() -> None:
    op.create_table(
        "hotline_order",
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("outside_number", sa.String(length=60), nullable=False),
        sa.Column("sender", sa.String(length=60), nullable=False),
        sa.Column("nature", sa.String(length=10), nullable=False),
        sa.Column("urgency", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("location", sa.String(length=100), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("wants_reply", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("recorder_id", sa.Integer(), nullable=False),
        sa.Column("caller_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("return_by", sa.DateTime(), nullable=False),
        sa.Column("ground", sa.String(length=12), nullable=False),
        sa.Column("right_unit", sa.String(length=60), nullable=False),
        sa.Column("returned_at", sa.DateTime(), nullable=True),
        sa.Column("insisted_at", sa.DateTime(), nullable=True),
        sa.Column("contact_by", sa.DateTime(), nullable=True),
        sa.Column("contacted_at", sa.DateTime(), nullable=True),
        sa.Column("extension", sa.String(length=8), nullable=False),
        sa.Column("extension_until", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.Text(), nullable=False),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=True),
        sa.Column("resolved", sa.Boolean(), nullable=True),
        sa.Column("unresolved_reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.Column("redone", sa.Integer(), nullable=False),
        sa.Column("responded", sa.Boolean(), nullable=True),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("rated_at", sa.DateTime(), nullable=True),
        sa.Column("rating_reason", sa.Text(), nullable=False),
        sa.Column("apart", sa.String(length=10), nullable=False),
        sa.Column("apart_reason", sa.Text(), nullable=False),
        sa.Column("apart_by_id", sa.Integer(), nullable=True),
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
        sa.ForeignKeyConstraint(["apart_by_id"], ["accounts_user.id"], name=op.f("fk_hotline_order_apart_by_id")),
        sa.ForeignKeyConstraint(["caller_id"], ["records_contact.id"], name=op.f("fk_hotline_order_caller_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_hotline_order_case_id")),
        sa.ForeignKeyConstraint(["recorder_id"], ["accounts_user.id"], name=op.f("fk_hotline_order_recorder_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_hotline_order_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotline_order")),
    )
    with op.batch_alter_table("hotline_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hotline_order_caller_id"), ["caller_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hotline_order_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_hotline_order_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_hotline_order_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hotline_order_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index("ix_hotline_order_waiting", ["unit_id", "status", "due_at"], unique=False)
        batch_op.create_index(
            "uq_hotline_order_outside",
            ["county_id", "source", "outside_number"],
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        )

    op.create_table(
        "hotline_event",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_hotline_event_actor_id")),
        sa.ForeignKeyConstraint(["order_id"], ["hotline_order.id"], name=op.f("fk_hotline_event_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotline_event")),
    )
    with op.batch_alter_table("hotline_event", schema=None) as batch_op:
        batch_op.create_index("ix_hotline_event_order", ["order_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("hotline_event", schema=None) as batch_op:
        batch_op.drop_index("ix_hotline_event_order")

    op.drop_table("hotline_event")
    with op.batch_alter_table("hotline_order", schema=None) as batch_op:
        batch_op.drop_index("uq_hotline_order_outside")
        batch_op.drop_index("ix_hotline_order_waiting")
        batch_op.drop_index(batch_op.f("ix_hotline_order_unit_id"))
        batch_op.drop_index("ix_hotline_order_township")
        batch_op.drop_index("ix_hotline_order_county")
        batch_op.drop_index(batch_op.f("ix_hotline_order_case_id"))
        batch_op.drop_index(batch_op.f("ix_hotline_order_caller_id"))

    op.drop_table("hotline_order")
