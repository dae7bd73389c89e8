"""变更协议, and how an agreement was ended or undone; instalments that are no longer to be paid."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import keys_of

revision = "mediation_0020c"
down_revision = "mediation_0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediation_amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("replaces", sa.JSON(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("perform_by", sa.Date()),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("effective_on", sa.Date()),
        *keys_of("mediation_amendment", {"dispute_id": "mediation_dispute"}),
    )
    op.create_index("ix_mediation_amendment_dispute_id", "mediation_amendment", ["dispute_id"])
    with op.batch_alter_table("mediation_instalment") as table:
        table.add_column(sa.Column("ended_on", sa.Date()))
        table.add_column(sa.Column("amendment_id", sa.Integer()))
        table.create_foreign_key(
            op.f("fk_mediation_instalment_amendment_id_mediation_amendment"),
            "mediation_amendment",
            ["amendment_id"],
            ["id"],
        )
    with op.batch_alter_table("mediation_agreement") as table:
        table.add_column(sa.Column("prolonged_to", sa.Date()))
        table.add_column(sa.Column("revoked_on", sa.Date()))
        table.add_column(sa.Column("revoked_how", sa.String(length=10), nullable=False, server_default=""))
        table.add_column(sa.Column("revocation", sa.String(length=60), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("mediation_agreement") as table:
        for name in ("revocation", "revoked_how", "revoked_on", "prolonged_to"):
            table.drop_column(name)
    with op.batch_alter_table("mediation_instalment") as table:
        table.drop_constraint(op.f("fk_mediation_instalment_amendment_id_mediation_amendment"), type_="foreignkey")
        table.drop_column("amendment_id")
        table.drop_column("ended_on")
    op.drop_table("mediation_amendment")
