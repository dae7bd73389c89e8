"""When a party left a dispute that goes on with the others, and when each was told of its rights and duties: so far all at once."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0014b"
down_revision = "mediation_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mediation_dispute_party") as table:
        table.add_column(sa.Column("left_on", sa.Date()))
        table.add_column(sa.Column("told_on", sa.Date()))
    op.execute(
        "UPDATE mediation_dispute_party SET told_on = (SELECT notice_on FROM mediation_dispute"
        " WHERE mediation_dispute.id = mediation_dispute_party.dispute_id)"
    )


def downgrade() -> None:
    with op.batch_alter_table("mediation_dispute_party") as table:
        table.drop_column("told_on")
        table.drop_column("left_on")
