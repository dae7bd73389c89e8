"""By what agreements that say nearly the same are found."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0032"
down_revision = "mediation_0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mediation_agreement") as table:
        table.add_column(sa.Column("sketch", sa.LargeBinary()))
    op.create_table(
        "mediation_likeness_band",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["mediation_agreement.id"]),
        sa.ForeignKeyConstraint(["committee_id"], ["mediation_committee.id"]),
        sa.PrimaryKeyConstraint("agreement_id", "value"),
    )
    op.create_index(
        "ix_mediation_likeness_band_value", "mediation_likeness_band", ["committee_id", "value", "agreement_id"]
    )


def downgrade() -> None:
    op.drop_table("mediation_likeness_band")
    with op.batch_alter_table("mediation_agreement") as table:
        table.drop_column("sketch")
