"""Canteens: licences, set meals, menus."""

import sqlalchemy as sa
from alembic import op

revision = "elder_care_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "elder_care_canteen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("run_by", sa.String(length=80), nullable=False),
        sa.Column("breakfast", sa.String(length=11), nullable=False),
        sa.Column("lunch", sa.String(length=11), nullable=False),
        sa.Column("dinner", sa.String(length=11), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_elder_care_canteen_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_canteen")),
    )
    with op.batch_alter_table("elder_care_canteen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elder_care_canteen_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "elder_care_licence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["elder_care_canteen.id"], name=op.f("fk_elder_care_licence_canteen_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_licence")),
    )
    with op.batch_alter_table("elder_care_licence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elder_care_licence_canteen_id"), ["canteen_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_elder_care_licence_valid_until"), ["valid_until"], unique=False)
    op.create_table(
        "elder_care_set_meal",
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["elder_care_canteen.id"], name=op.f("fk_elder_care_set_meal_canteen_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_set_meal")),
    )
    with op.batch_alter_table("elder_care_set_meal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elder_care_set_meal_canteen_id"), ["canteen_id"], unique=False)
    op.create_table(
        "elder_care_dishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sitting", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["elder_care_canteen.id"], name=op.f("fk_elder_care_dishes_canteen_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_dishes")),
        sa.UniqueConstraint("canteen_id", "day", "sitting", name=op.f("uq_elder_care_dishes_canteen_id_day_sitting")),
    )


def downgrade() -> None:
    op.drop_table("elder_care_dishes")
    op.drop_table("elder_care_set_meal")
    op.drop_table("elder_care_licence")
    op.drop_table("elder_care_canteen")
