"""Payments in parts, instalments called before their day, the next visit. What was paid before counts as paid in one."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0014d"
down_revision = "mediation_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediation_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instalment_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("payer_id", sa.Integer()),
        sa.Column("payee_id", sa.Integer()),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("undoes_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["instalment_id"],
            ["mediation_instalment.id"],
            name=op.f("fk_mediation_payment_instalment_id_mediation_instalment"),
        ),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["cases_party.id"], name=op.f("fk_mediation_payment_payer_id_cases_party")
        ),
        sa.ForeignKeyConstraint(
            ["payee_id"], ["cases_party.id"], name=op.f("fk_mediation_payment_payee_id_cases_party")
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["mediation_payment.id"], name=op.f("fk_mediation_payment_undoes_id_mediation_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_payment")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_mediation_payment_undone_once")),
    )
    op.create_index("ix_mediation_payment_instalment_id", "mediation_payment", ["instalment_id"])
    op.execute(
        "INSERT INTO mediation_payment (instalment_id, amount_fen, paid_on, how, note) "
        "SELECT id, amount_fen, paid_on, 'other', '' FROM mediation_instalment WHERE paid_on IS NOT NULL"
    )
    with op.batch_alter_table("mediation_instalment") as table:
        table.add_column(sa.Column("called_on", sa.Date()))
    with op.batch_alter_table("mediation_agreement") as table:
        table.add_column(sa.Column("accelerates", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("mediation_dispute", sa.Column("visit_on", sa.Date()))


def downgrade() -> None:
    op.drop_column("mediation_dispute", "visit_on")
    with op.batch_alter_table("mediation_agreement") as table:
        table.drop_column("accelerates")
    with op.batch_alter_table("mediation_instalment") as table:
        table.drop_column("called_on")
    op.drop_table("mediation_payment")
