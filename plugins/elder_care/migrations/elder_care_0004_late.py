"""Late entries, asked for and approved."""

import sqlalchemy as sa
from alembic import op

revision = "elder_care_0004"
down_revision = "elder_care_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "elder_care_late",
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("eaten_on", sa.Date(), nullable=False),
        sa.Column("sitting", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("set_meal_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
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
        sa.ForeignKeyConstraint(["asked_by_id"], ["accounts_user.id"], name=op.f("fk_elder_care_late_asked_by_id")),
        sa.ForeignKeyConstraint(["canteen_id"], ["elder_care_canteen.id"], name=op.f("fk_elder_care_late_canteen_id")),
        sa.ForeignKeyConstraint(
            ["set_meal_id"], ["elder_care_set_meal.id"], name=op.f("fk_elder_care_late_set_meal_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_elder_care_late_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_late")),
    )
    with op.batch_alter_table("elder_care_late", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elder_care_late_canteen_id"), ["canteen_id"], unique=False)
        batch_op.create_index("ix_elder_care_late_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_elder_care_late_recent", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_elder_care_late_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "elder_care_late_event",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_elder_care_late_event_actor_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["elder_care_late.id"], name=op.f("fk_elder_care_late_event_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_late_event")),
    )
    with op.batch_alter_table("elder_care_late_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elder_care_late_event_sheet_id"), ["sheet_id"], unique=False)
    op.create_table(
        "elder_care_late_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("meal_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["meal_id"], ["elder_care_meal.id"], name=op.f("fk_elder_care_late_line_meal_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["elder_care_member.id"], name=op.f("fk_elder_care_late_line_member_id")
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["elder_care_late.id"], name=op.f("fk_elder_care_late_line_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_late_line")),
    )
    with op.batch_alter_table("elder_care_late_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elder_care_late_line_meal_id"), ["meal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_elder_care_late_line_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_elder_care_late_line_sheet_id"), ["sheet_id"], unique=False)


def downgrade() -> None:
    op.drop_table("elder_care_late_line")
    op.drop_table("elder_care_late_event")
    op.drop_table("elder_care_late")
