"""1+N: providers and service orders."""

import sqlalchemy as sa
from alembic import op

revision = "elder_care_0007"
down_revision = "elder_care_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "elder_care_provider",
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
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_elder_care_provider_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_provider")),
    )
    with op.batch_alter_table("elder_care_provider") as batch:
        batch.create_index(batch.f("ix_elder_care_provider_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "elder_care_service",
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
        sa.ForeignKeyConstraint(["done_by_id"], ["accounts_user.id"], name=op.f("fk_elder_care_service_done_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f("fk_elder_care_service_person_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["elder_care_provider.id"], name=op.f("fk_elder_care_service_provider_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_elder_care_service_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_service")),
    )
    with op.batch_alter_table("elder_care_service") as batch:
        batch.create_index("ix_elder_care_service_person", ["person_id", "kind", "wanted_on"], unique=False)
        batch.create_index(batch.f("ix_elder_care_service_provider_id"), ["provider_id"], unique=False)
        batch.create_index("ix_elder_care_service_recent", ["township_id", "created_at", "id"], unique=False)
        batch.create_index(batch.f("ix_elder_care_service_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "elder_care_service_event",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_elder_care_service_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["elder_care_service.id"], name=op.f("fk_elder_care_service_event_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_service_event")),
    )
    with op.batch_alter_table("elder_care_service_event") as batch:
        batch.create_index(batch.f("ix_elder_care_service_event_order_id"), ["order_id"], unique=False)


def downgrade() -> None:
    op.drop_table("elder_care_service_event")
    op.drop_table("elder_care_service")
    op.drop_table("elder_care_provider")
