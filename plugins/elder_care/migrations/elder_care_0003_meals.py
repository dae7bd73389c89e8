"""Meals taken, and their counter-entries."""

import sqlalchemy as sa
from alembic import op

revision = "elder_care_0003"
down_revision = "elder_care_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "elder_care_meal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("eaten_on", sa.Date(), nullable=False),
        sa.Column("sitting", sa.String(length=10), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("portions", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("shown_by", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("set_meal_id", sa.Integer(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("subsidy_fen", sa.BigInteger(), nullable=False),
        sa.Column("own_fen", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=True),
        sa.Column("counters_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("portions IN (1, -1)", name=op.f("ck_elder_care_meal_one")),
        sa.CheckConstraint("price_fen = subsidy_fen + own_fen", name=op.f("ck_elder_care_meal_adds_up")),
        sa.ForeignKeyConstraint(["agent_id"], ["elder_care_agent.id"], name=op.f("fk_elder_care_meal_agent_id")),
        sa.ForeignKeyConstraint(["canteen_id"], ["elder_care_canteen.id"], name=op.f("fk_elder_care_meal_canteen_id")),
        sa.ForeignKeyConstraint(["counters_id"], ["elder_care_meal.id"], name=op.f("fk_elder_care_meal_counters_id")),
        sa.ForeignKeyConstraint(["member_id"], ["elder_care_member.id"], name=op.f("fk_elder_care_meal_member_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["accounts_user.id"], name=op.f("fk_elder_care_meal_operator_id")),
        sa.ForeignKeyConstraint(
            ["set_meal_id"], ["elder_care_set_meal.id"], name=op.f("fk_elder_care_meal_set_meal_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_elder_care_meal_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_meal")),
        sa.UniqueConstraint("counters_id", name=op.f("uq_elder_care_meal_counters_id")),
        sa.UniqueConstraint("key", name=op.f("uq_elder_care_meal_key")),
        sa.UniqueConstraint("member_id", "eaten_on", "sitting", "turn", "portions", name="uq_elder_care_meal_once"),
    )
    with op.batch_alter_table("elder_care_meal", schema=None) as batch_op:
        batch_op.create_index("ix_elder_care_meal_booked", ["canteen_id", "booked_on"], unique=False)
        batch_op.create_index("ix_elder_care_meal_county", ["county_id", "at", "id"], unique=False)
        batch_op.create_index("ix_elder_care_meal_township", ["township_id", "at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_elder_care_meal_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_table("elder_care_meal")
