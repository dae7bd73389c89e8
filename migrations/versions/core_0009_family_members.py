"""families: a second person with a telephone number of the own, and a timeline of what was put right.

Revision ID: core_0009
Revises: core_0008
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0009"
down_revision = "core_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("families_family", schema=None) as batch_op:
        batch_op.add_column(sa.Column("second_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("second_hash", sa.String(length=40), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_families_family_second_id"), "records_contact", ["second_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_families_family_second_id"), ["second_id"], unique=False)
        batch_op.create_index("ix_families_family_second", ["county_id", "second_hash"], unique=False)
    op.create_table(
        "families_event",
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_families_event_actor_id")),
        sa.ForeignKeyConstraint(["family_id"], ["families_family.id"], name=op.f("fk_families_event_family_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_families_event")),
    )
    with op.batch_alter_table("families_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_families_event_family_id"), ["family_id"], unique=False)


def downgrade() -> None:
    """Who was the second goes: the older version knows one telephone number a family."""
    op.drop_table("families_event")
    families = sa.table("families_family", sa.column("second_id"))
    seconds = op.get_bind().scalars(sa.select(families.c.second_id).where(families.c.second_id.is_not(None))).all()
    with op.batch_alter_table("families_family", schema=None) as batch_op:
        batch_op.drop_index("ix_families_family_second")
        batch_op.drop_index(batch_op.f("ix_families_family_second_id"))
        batch_op.drop_constraint(batch_op.f("fk_families_family_second_id"), type_="foreignkey")
        batch_op.drop_column("second_hash")
        batch_op.drop_column("second_id")
    contacts = sa.table("records_contact", sa.column("id"))
    for second in seconds:
        op.execute(contacts.delete().where(contacts.c.id == second))
