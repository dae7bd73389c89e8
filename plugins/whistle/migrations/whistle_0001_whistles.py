"""吹哨, the departments it calls, its timeline."""

import sqlalchemy as sa
from alembic import op

revision = "whistle_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "whistle_whistle",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("place_of_meeting", sa.String(length=100), nullable=False),
        sa.Column("meet_at", sa.DateTime(), nullable=True),
        sa.Column("come_by", sa.DateTime(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("blown_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("out_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
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
            ["approved_by_id"], ["accounts_user.id"], name=op.f("fk_whistle_whistle_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["blown_by_id"], ["accounts_user.id"], name=op.f("fk_whistle_whistle_blown_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_whistle_whistle_case_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_whistle_whistle_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle_whistle")),
    )
    with op.batch_alter_table("whistle_whistle", schema=None) as batch_op:
        batch_op.create_index("ix_whistle_whistle_case", ["case_id", "status"], unique=False)
        batch_op.create_index("ix_whistle_whistle_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_whistle_whistle_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_whistle_whistle_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "whistle_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("whistle_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("duty", sa.String(length=200), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("came_at", sa.DateTime(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("said_by", sa.String(length=6), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("missed_at", sa.DateTime(), nullable=True),
        sa.Column("grade", sa.String(length=4), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("grade_back", sa.String(length=4), nullable=False),
        sa.Column("words_back", sa.String(length=200), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["cases_assignment.id"], name=op.f("fk_whistle_call_assignment_id")),
        sa.ForeignKeyConstraint(["leader_id"], ["records_contact.id"], name=op.f("fk_whistle_call_leader_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_whistle_call_unit_id")),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistle_whistle.id"], name=op.f("fk_whistle_call_whistle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle_call")),
    )
    with op.batch_alter_table("whistle_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_whistle_call_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_whistle_call_leader_id"), ["leader_id"], unique=False)
        batch_op.create_index("ix_whistle_call_unit", ["unit_id", "id"], unique=False)
        batch_op.create_index("ix_whistle_call_whistle", ["whistle_id", "id"], unique=False)

    op.create_table(
        "whistle_event",
        sa.Column("whistle_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_whistle_event_actor_id")),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistle_whistle.id"], name=op.f("fk_whistle_event_whistle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle_event")),
    )
    with op.batch_alter_table("whistle_event", schema=None) as batch_op:
        batch_op.create_index("ix_whistle_event_whistle", ["whistle_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("whistle_event", schema=None) as batch_op:
        batch_op.drop_index("ix_whistle_event_whistle")

    op.drop_table("whistle_event")
    with op.batch_alter_table("whistle_call", schema=None) as batch_op:
        batch_op.drop_index("ix_whistle_call_whistle")
        batch_op.drop_index("ix_whistle_call_unit")
        batch_op.drop_index(batch_op.f("ix_whistle_call_leader_id"))
        batch_op.drop_index(batch_op.f("ix_whistle_call_assignment_id"))

    op.drop_table("whistle_call")
    with op.batch_alter_table("whistle_whistle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_whistle_whistle_unit_id"))
        batch_op.drop_index("ix_whistle_whistle_township")
        batch_op.drop_index("ix_whistle_whistle_county")
        batch_op.drop_index("ix_whistle_whistle_case")

    op.drop_table("whistle_whistle")
