"""residents: who moved away or died, with the day

Revision ID: core_0044c
Revises: core_0046c
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0044c"
down_revision = "core_0046c"
branch_labels = None
depends_on = None

TABLE, PERSON = "people_movement", "people_person"


def _key(column: str, to: str, **more) -> sa.Column:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{to}.id", name=op.f(f"fk_{TABLE}_{column}")), **more)


def upgrade() -> None:
    op.add_column(PERSON, sa.Column("gone", sa.String(8), nullable=False, server_default=""))
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        _key("person_id", PERSON, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("place", sa.String()),
        sa.Column("document", sa.String()),
        sa.Column("reason", sa.Text(), nullable=False),
        _key("from_id", "org_unit"),
        _key("to_id", "org_unit"),
        sa.Column("at", sa.DateTime(), nullable=False),
        _key("by_id", "accounts_user"),
        sa.Column("annulled_at", sa.DateTime()),
        _key("annulled_by_id", "accounts_user"),
        sa.Column("annulled_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index("ix_people_movement_person", TABLE, ["person_id", "id"])


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column(PERSON, "gone")
