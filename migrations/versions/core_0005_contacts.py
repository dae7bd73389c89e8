"""contacts: people whom records name and who are not in the register of residents

Revision ID: core_0005
Revises: core_0004
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "records_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_hash", sa.String(length=40), nullable=True),
        sa.Column("gender", sa.String(length=1), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_hash", sa.String(length=40), nullable=True),
        sa.Column("id_number", sa.String(), nullable=True),
        sa.Column("id_hash", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("erased_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_contact")),
    )
    with op.batch_alter_table("records_contact", schema=None) as batch_op:
        for name in ("name", "phone", "id"):
            batch_op.create_index(f"ix_records_contact_{name}", [f"{name}_hash"], unique=False)


def downgrade() -> None:
    op.drop_table("records_contact")
