"""Providers, orders, and whom one looks in on."""

import sqlalchemy as sa
from alembic import op

revision = "elder_services_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "elder_services_provider",
        sa.Column("kinds", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_elder_services_provider_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_services_provider")),
    )
    with op.batch_alter_table("elder_services_provider") as batch:
        batch.create_index(batch.f("ix_elder_services_provider_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "elder_services_order",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("request", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("confirmed_by", sa.String(length=10), nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
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
        sa.ForeignKeyConstraint(["done_by_id"], ["accounts_user.id"], name=op.f("fk_elder_services_order_done_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f("fk_elder_services_order_person_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["elder_services_provider.id"], name=op.f("fk_elder_services_order_provider_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_elder_services_order_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_services_order")),
    )
    with op.batch_alter_table("elder_services_order") as batch:
        batch.create_index("ix_elder_services_order_person", ["person_id", "kind", "wanted_on"], unique=False)
        batch.create_index(batch.f("ix_elder_services_order_provider_id"), ["provider_id"], unique=False)
        batch.create_index("ix_elder_services_order_recent", ["township_id", "created_at", "id"], unique=False)
        batch.create_index(batch.f("ix_elder_services_order_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "elder_services_order_event",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_elder_services_order_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["elder_services_order.id"], name=op.f("fk_elder_services_order_event_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_services_order_event")),
    )
    with op.batch_alter_table("elder_services_order_event") as batch:
        batch.create_index(batch.f("ix_elder_services_order_event_order_id"), ["order_id"], unique=False)

    op.create_table(
        "elder_services_visited",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f("fk_elder_services_visited_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_elder_services_visited_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_services_visited")),
    )
    with op.batch_alter_table("elder_services_visited") as batch:
        batch.create_index("ix_elder_services_visited_county", ["county_id", "valid_from", "id"], unique=False)
        batch.create_index("ix_elder_services_visited_township", ["township_id", "valid_from", "id"], unique=False)
        batch.create_index(batch.f("ix_elder_services_visited_person_id"), ["person_id"], unique=False)
        batch.create_index(batch.f("ix_elder_services_visited_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_table("elder_services_visited")
    op.drop_table("elder_services_order_event")
    op.drop_table("elder_services_order")
    op.drop_table("elder_services_provider")
