"""Who is to be paid an instalment, and which payments were entered once the dispute was closed."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0020"
down_revision = "mediation_0014d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mediation_instalment") as table:
        table.add_column(sa.Column("payee_id", sa.Integer()))
        table.create_foreign_key(
            op.f("fk_mediation_instalment_payee_id_cases_party"), "cases_party", ["payee_id"], ["id"]
        )
    with op.batch_alter_table("mediation_payment") as table:
        table.add_column(sa.Column("after_closing", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("mediation_payment") as table:
        table.drop_column("after_closing")
    with op.batch_alter_table("mediation_instalment") as table:
        table.drop_constraint(op.f("fk_mediation_instalment_payee_id_cases_party"), type_="foreignkey")
        table.drop_column("payee_id")
