"""families: households that several plugins know by one telephone number. What 家风教育 kept of them comes over with family_values_0006.

Revision ID: core_0008
Revises: core_0007
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0008"
down_revision = "core_0007"
branch_labels = None
depends_on = None

LEVELS = ("city", "county", "township", "community", "grid", "subgrid")


def upgrade() -> None:
    op.create_table(
        "families_family",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone_hash", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(f"{each}_id", sa.Integer(), nullable=True) for each in LEVELS),
        sa.ForeignKeyConstraint(["contact_id"], ["records_contact.id"], name=op.f("fk_families_family_contact_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_families_family_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_families_family")),
    )
    with op.batch_alter_table("families_family", schema=None) as batch_op:
        batch_op.create_index("ix_families_family_phone", ["county_id", "phone_hash"], unique=False)
        for name in ("contact_id", "unit_id"):
            batch_op.create_index(batch_op.f(f"ix_families_family_{name}"), [name], unique=False)


def downgrade() -> None:
    op.drop_table("families_family")
