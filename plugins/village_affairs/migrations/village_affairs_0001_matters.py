"""Matters of villages, their sheets and objections."""

import sqlalchemy as sa
from alembic import op

revision = "village_affairs_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "village_affairs_matter",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("villagers_only", sa.Boolean(), nullable=False),
        sa.Column("budget_fen", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("meeting_body", sa.String(length=16), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("rejected_on", sa.Date(), nullable=True),
        sa.Column("responsible", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
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
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_village_affairs_matter_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_affairs_matter")),
    )
    with op.batch_alter_table("village_affairs_matter", schema=None) as batch_op:
        batch_op.create_index("ix_village_affairs_matter_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_village_affairs_matter_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_village_affairs_matter_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "village_affairs_matter_event",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_village_affairs_matter_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["village_affairs_matter.id"], name=op.f("fk_village_affairs_matter_event_matter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_affairs_matter_event")),
    )
    with op.batch_alter_table("village_affairs_matter_event", schema=None) as batch_op:
        batch_op.create_index("ix_village_affairs_matter_event_matter", ["matter_id", "id"], unique=False)

    op.create_table(
        "village_affairs_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["village_affairs_matter.id"], name=op.f("fk_village_affairs_objection_matter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_affairs_objection")),
    )
    with op.batch_alter_table("village_affairs_objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_village_affairs_objection_matter_id"), ["matter_id"], unique=False)

    op.create_table(
        "village_affairs_matter_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("venue", sa.String(length=80), nullable=False),
        sa.Column("body", sa.String(length=16), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("observers", sa.String(length=80), nullable=False),
        sa.Column("opinion", sa.String(length=200), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["village_affairs_matter.id"], name=op.f("fk_village_affairs_matter_sheet_matter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_affairs_matter_sheet")),
        sa.UniqueConstraint(
            "matter_id", "attempt", "kind", name=op.f("uq_village_affairs_matter_sheet_matter_id_attempt_kind")
        ),
    )


def downgrade() -> None:
    op.drop_table("village_affairs_matter_sheet")
    op.drop_table("village_affairs_objection")
    op.drop_table("village_affairs_matter_event")
    op.drop_table("village_affairs_matter")
