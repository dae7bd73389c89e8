"""研判, who came to its meeting, its risks, its tasks, their timelines."""

import sqlalchemy as sa
from alembic import op

revision = "briefs_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "briefs_brief",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("rhythm", sa.String(length=5), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("struck", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("given", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("met_at", sa.DateTime(), nullable=True),
        sa.Column("venue", sa.String(length=100), nullable=False),
        sa.Column("host", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=6), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("reported_at", sa.DateTime(), nullable=True),
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
        sa.ForeignKeyConstraint(["drafted_by_id"], ["accounts_user.id"], name=op.f("fk_briefs_brief_drafted_by_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["accounts_user.id"], name=op.f("fk_briefs_brief_signed_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_briefs_brief_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefs_brief")),
    )
    with op.batch_alter_table("briefs_brief", schema=None) as batch_op:
        batch_op.create_index("ix_briefs_brief_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_briefs_brief_period", ["period", "county_id"], unique=False)
        batch_op.create_index("ix_briefs_brief_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_briefs_brief_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_briefs_brief_unit",
            ["unit_id", "period"],
            unique=True,
            sqlite_where=sa.text("status <> 'void'"),
            postgresql_where=sa.text("status <> 'void'"),
        )

    op.create_table(
        "briefs_attendee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("brief_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("stand_in", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["briefs_brief.id"], name=op.f("fk_briefs_attendee_brief_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefs_attendee")),
    )
    with op.batch_alter_table("briefs_attendee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefs_attendee_brief_id"), ["brief_id"], unique=False)

    op.create_table(
        "briefs_event",
        sa.Column("brief_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_briefs_event_actor_id")),
        sa.ForeignKeyConstraint(["brief_id"], ["briefs_brief.id"], name=op.f("fk_briefs_event_brief_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefs_event")),
    )
    with op.batch_alter_table("briefs_event", schema=None) as batch_op:
        batch_op.create_index("ix_briefs_event_brief", ["brief_id", "id"], unique=False)

    op.create_table(
        "briefs_risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("brief_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("judged_at", sa.DateTime(), nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["brief_id"], ["briefs_brief.id"], name=op.f("fk_briefs_risk_brief_id")),
        sa.ForeignKeyConstraint(["judged_by_id"], ["accounts_user.id"], name=op.f("fk_briefs_risk_judged_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefs_risk")),
    )
    with op.batch_alter_table("briefs_risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefs_risk_brief_id"), ["brief_id"], unique=False)

    op.create_table(
        "briefs_task",
        sa.Column("brief_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_text", sa.Text(), nullable=False),
        sa.Column("struck_in_id", sa.Integer(), nullable=True),
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
        sa.ForeignKeyConstraint(["brief_id"], ["briefs_brief.id"], name=op.f("fk_briefs_task_brief_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_briefs_task_case_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["accounts_user.id"], name=op.f("fk_briefs_task_done_by_id")),
        sa.ForeignKeyConstraint(["struck_in_id"], ["briefs_brief.id"], name=op.f("fk_briefs_task_struck_in_id")),
        sa.ForeignKeyConstraint(["target_id"], ["org_unit.id"], name=op.f("fk_briefs_task_target_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_briefs_task_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefs_task")),
    )
    with op.batch_alter_table("briefs_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefs_task_brief_id"), ["brief_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_briefs_task_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_briefs_task_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_briefs_task_struck_in_id"), ["struck_in_id"], unique=False)
        batch_op.create_index("ix_briefs_task_target", ["target_id", "status", "due_on"], unique=False)
        batch_op.create_index("ix_briefs_task_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_briefs_task_unit", ["unit_id", "status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_briefs_task_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "briefs_task_event",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_briefs_task_event_actor_id")),
        sa.ForeignKeyConstraint(["task_id"], ["briefs_task.id"], name=op.f("fk_briefs_task_event_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefs_task_event")),
    )
    with op.batch_alter_table("briefs_task_event", schema=None) as batch_op:
        batch_op.create_index("ix_briefs_task_event_task", ["task_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("briefs_task_event", schema=None) as batch_op:
        batch_op.drop_index("ix_briefs_task_event_task")

    op.drop_table("briefs_task_event")
    with op.batch_alter_table("briefs_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_briefs_task_unit_id"))
        batch_op.drop_index("ix_briefs_task_unit")
        batch_op.drop_index("ix_briefs_task_township")
        batch_op.drop_index("ix_briefs_task_target")
        batch_op.drop_index(batch_op.f("ix_briefs_task_struck_in_id"))
        batch_op.drop_index("ix_briefs_task_county")
        batch_op.drop_index(batch_op.f("ix_briefs_task_case_id"))
        batch_op.drop_index(batch_op.f("ix_briefs_task_brief_id"))

    op.drop_table("briefs_task")
    with op.batch_alter_table("briefs_risk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_briefs_risk_brief_id"))

    op.drop_table("briefs_risk")
    with op.batch_alter_table("briefs_event", schema=None) as batch_op:
        batch_op.drop_index("ix_briefs_event_brief")

    op.drop_table("briefs_event")
    with op.batch_alter_table("briefs_attendee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_briefs_attendee_brief_id"))

    op.drop_table("briefs_attendee")
    with op.batch_alter_table("briefs_brief", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_briefs_brief_unit",
            sqlite_where=sa.text("status <> 'void'"),
            postgresql_where=sa.text("status <> 'void'"),
        )
        batch_op.drop_index(batch_op.f("ix_briefs_brief_unit_id"))
        batch_op.drop_index("ix_briefs_brief_township")
        batch_op.drop_index("ix_briefs_brief_period")
        batch_op.drop_index("ix_briefs_brief_county")

    op.drop_table("briefs_brief")
