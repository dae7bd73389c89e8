"""records: large files of lists that wait for somebody's agreement

Revision ID: core_0050b
Revises: core_0050
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0050b"
down_revision = "core_0050"
branch_labels = None
depends_on = None

TABLE = "records_export_request"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.Column("condition", sa.String(length=400), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("counter", sa.String(length=10), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("refusal", sa.String(length=200), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts_user.id"], name=op.f("fk_records_export_request_asked_by_id_accounts_user")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts_user.id"], name=op.f("fk_records_export_request_decided_by_id_accounts_user")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_records_export_request_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_export_request")),
    )
    for column in ("state", "asked_by_id", "unit_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)
