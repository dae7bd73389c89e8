"""What has a number is found by it wherever it stands in its list (docs/adr/0071)."""

from alembic import op

revision = "hotline_0006"
down_revision = "hotline_0005"
branch_labels = None
depends_on = None

TABLE, NUMBERS = "hotline_order", ("number", "outside_number")


def upgrade() -> None:
    for each in NUMBERS:
        op.create_index(f"ix_{TABLE}_{each}", TABLE, [each])


def downgrade() -> None:
    for each in NUMBERS:
        op.drop_index(f"ix_{TABLE}_{each}", TABLE)
