"""accounts: roles that a district makes by copying another

Revision ID: core_0045
Revises: core_0046
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0045"
down_revision = "core_0046"
branch_labels = None
depends_on = None

TABLE = "accounts_own_role"


def upgrade() -> None:
    unit = sa.ForeignKey("org_unit.id", name=op.f("fk_accounts_own_role_unit_id"))
    actor = sa.ForeignKey("accounts_user.id", name=op.f("fk_accounts_own_role_actor_id"))
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("unit_id", sa.Integer, unit, nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("base", sa.String(32), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.Integer, actor),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index(op.f("ix_accounts_own_role_unit_id"), TABLE, ["unit_id"])


def downgrade() -> None:
    """Offices with such a role stay, and open nothing, as those of a plugin that is gone."""
    op.drop_table(TABLE)
