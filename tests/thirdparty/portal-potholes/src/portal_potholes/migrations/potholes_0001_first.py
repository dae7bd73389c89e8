"""first."""

import sqlalchemy as sa
from alembic import op

revision = "potholes_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "potholes_pothole",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("place_name", sa.String(length=100), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("repaired_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_potholes_pothole_case_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_potholes_pothole_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_potholes_pothole")),
    )
    with op.batch_alter_table("potholes_pothole", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_potholes_pothole_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_potholes_pothole_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_table("potholes_pothole")
