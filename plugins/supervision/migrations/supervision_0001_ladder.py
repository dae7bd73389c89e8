"""督办, the rungs of its ladder, its timeline."""

import sqlalchemy as sa
from alembic import op

revision = "supervision_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supervision_supervision",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answer_text", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("satisfaction", sa.String(length=4), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("listed_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
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
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_supervision_supervision_case_id")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["accounts_user.id"], name=op.f("fk_supervision_supervision_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["accounts_user.id"], name=op.f("fk_supervision_supervision_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(["target_id"], ["org_unit.id"], name=op.f("fk_supervision_supervision_target_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_supervision_supervision_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_supervision")),
    )
    with op.batch_alter_table("supervision_supervision", schema=None) as batch_op:
        batch_op.create_index("ix_supervision_supervision_case", ["case_id", "status"], unique=False)
        batch_op.create_index("ix_supervision_supervision_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_supervision_supervision_target", ["target_id", "status", "id"], unique=False)
        batch_op.create_index("ix_supervision_supervision_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_supervision_supervision_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "supervision_event",
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_supervision_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["supervision_id"], ["supervision_supervision.id"], name=op.f("fk_supervision_event_supervision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_event")),
    )
    with op.batch_alter_table("supervision_event", schema=None) as batch_op:
        batch_op.create_index("ix_supervision_event_supervision", ["supervision_id", "id"], unique=False)

    op.create_table(
        "supervision_rung",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("demands", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("talked_at", sa.DateTime(), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("talked_to_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["accounts_user.id"], name=op.f("fk_supervision_rung_by_id")),
        sa.ForeignKeyConstraint(
            ["supervision_id"], ["supervision_supervision.id"], name=op.f("fk_supervision_rung_supervision_id")
        ),
        sa.ForeignKeyConstraint(
            ["talked_to_id"], ["records_contact.id"], name=op.f("fk_supervision_rung_talked_to_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_rung")),
    )
    with op.batch_alter_table("supervision_rung", schema=None) as batch_op:
        batch_op.create_index("ix_supervision_rung_supervision", ["supervision_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_supervision_rung_talked_to_id"), ["talked_to_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("supervision_rung", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supervision_rung_talked_to_id"))
        batch_op.drop_index("ix_supervision_rung_supervision")

    op.drop_table("supervision_rung")
    with op.batch_alter_table("supervision_event", schema=None) as batch_op:
        batch_op.drop_index("ix_supervision_event_supervision")

    op.drop_table("supervision_event")
    with op.batch_alter_table("supervision_supervision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supervision_supervision_unit_id"))
        batch_op.drop_index("ix_supervision_supervision_township")
        batch_op.drop_index("ix_supervision_supervision_target")
        batch_op.drop_index("ix_supervision_supervision_county")
        batch_op.drop_index("ix_supervision_supervision_case")

    op.drop_table("supervision_supervision")
