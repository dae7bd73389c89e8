"""A roll is a record: it stands in a state, and a timeline tells who did what."""

import sqlalchemy as sa
from alembic import op

revision = "heroes_0005"
down_revision = "heroes_0004"
branch_labels = None
depends_on = None

NEW = {"number": (sa.String(60), ""), "status": (sa.String(16), "draft"), "version": (sa.Integer(), "1")}


def upgrade() -> None:
    with op.batch_alter_table("heroes_roll") as batch:
        for name, (kind, value) in NEW.items():
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    op.execute("UPDATE heroes_roll SET status = 'published' WHERE published_on IS NOT NULL")
    with op.batch_alter_table("heroes_roll") as batch:
        for name in NEW:
            batch.alter_column(name, server_default=None)
    op.create_table(
        "heroes_roll_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(20), nullable=False),
        sa.Column("from_status", sa.String(16), nullable=False),
        sa.Column("to_status", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_heroes_roll_event_actor_id")),
        sa.ForeignKeyConstraint(["roll_id"], ["heroes_roll.id"], name=op.f("fk_heroes_roll_event_roll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heroes_roll_event")),
    )
    with op.batch_alter_table("heroes_roll_event") as batch:
        batch.create_index("ix_heroes_roll_event_roll", ["roll_id", "id"])


def downgrade() -> None:
    op.drop_table("heroes_roll_event")
    with op.batch_alter_table("heroes_roll") as batch:
        for name in reversed(NEW):
            batch.drop_column(name)
