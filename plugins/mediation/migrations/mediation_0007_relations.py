"""What an agent is to the party, who between 16 and 18 lives on the own work, and which agents came to a sitting."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0007"
down_revision = "mediation_0006"
branch_labels = None
depends_on = None

PARTY, SESSION = "mediation_dispute_party", "mediation_session"


def upgrade() -> None:
    _add(PARTY, sa.Column("relation", sa.String(length=12), nullable=False, server_default=""))
    _add(PARTY, sa.Column("own_work", sa.Boolean(), nullable=False, server_default=sa.false()))
    _add(SESSION, sa.Column("agents_present", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table(SESSION) as batch:
        batch.drop_column("agents_present")
    with op.batch_alter_table(PARTY) as batch:
        batch.drop_column("own_work")
        batch.drop_column("relation")


def _add(table: str, column: sa.Column) -> None:
    """With a value for the rows there are, which new rows do not get from the database."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(column)
    with op.batch_alter_table(table) as batch:
        batch.alter_column(column.name, existing_type=column.type, existing_nullable=False, server_default=None)
