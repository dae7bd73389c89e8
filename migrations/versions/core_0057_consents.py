"""privacy: what residents agreed to, what for, until when

Revision ID: core_0057
Revises: core_0051
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0057"
down_revision = "core_0051"
branch_labels = None
depends_on = None

TABLE = "privacy_consent"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("purpose", sa.String(length=100), nullable=False),
        sa.Column("given_by", sa.String(length=10), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_privacy_consent_person_id_people_person")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["accounts_user.id"], name=op.f("fk_privacy_consent_entered_by_id_accounts_user")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_privacy_consent_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_consent")),
    )
    op.create_index("ix_privacy_consent_person", TABLE, ["person_id"])
    op.create_index(op.f("ix_privacy_consent_unit_id"), TABLE, ["unit_id"])


def downgrade() -> None:
    """What was agreed to is forgotten."""
    op.drop_table(TABLE)
