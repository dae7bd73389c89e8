"""Saved views of lists."""

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "records_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("list", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_records_view_unit_id_org_unit")),
        sa.ForeignKeyConstraint(["user_id"], ["accounts_user.id"], name=op.f("fk_records_view_user_id_accounts_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_view")),
    )
    with op.batch_alter_table("records_view") as batch_op:
        batch_op.create_index("ix_records_view_own", ["user_id", "list"], unique=False)
        batch_op.create_index("ix_records_view_shared", ["unit_id", "list"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("records_view") as batch_op:
        batch_op.drop_index("ix_records_view_shared")
        batch_op.drop_index("ix_records_view_own")
    op.drop_table("records_view")
