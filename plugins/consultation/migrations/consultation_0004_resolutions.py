"""决议 and what they hand out."""

import sqlalchemy as sa
from alembic import op

revision = "consultation_0004"
down_revision = "consultation_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation_resolution",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["forum_id"], ["consultation_forum.id"], name=op.f("fk_consultation_resolution_forum_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["consultation_item.id"], name=op.f("fk_consultation_resolution_item_id")),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["consultation_topic.id"], name=op.f("fk_consultation_resolution_topic_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_consultation_resolution_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_resolution")),
    )
    with op.batch_alter_table("consultation_resolution", schema=None) as batch_op:
        batch_op.create_index("ix_consultation_resolution_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_resolution_forum_id"), ["forum_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_resolution_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_resolution_topic_id"), ["topic_id"], unique=False)
        batch_op.create_index("ix_consultation_resolution_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_resolution_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "consultation_resolution_event",
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_consultation_resolution_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["consultation_resolution.id"],
            name=op.f("fk_consultation_resolution_event_resolution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_resolution_event")),
    )
    with op.batch_alter_table("consultation_resolution_event", schema=None) as batch_op:
        batch_op.create_index("ix_consultation_resolution_event_resolution", ["resolution_id", "id"], unique=False)
    op.create_table(
        "consultation_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_consultation_task_case_id")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["consultation_resolution.id"], name=op.f("fk_consultation_task_resolution_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_consultation_task_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_task")),
    )
    with op.batch_alter_table("consultation_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_task_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_task_resolution_id"), ["resolution_id"], unique=False)


def downgrade() -> None:
    op.drop_table("consultation_task")
    op.drop_table("consultation_resolution_event")
    op.drop_table("consultation_resolution")
