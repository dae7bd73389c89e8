"""Whether the parties of a case want it mediated."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0008"
down_revision = "mediation_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediation_wish",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_mediation_wish_case_id_cases_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_mediation_wish")),
    )


def downgrade() -> None:
    op.drop_table("mediation_wish")
