"""Who acts for a party: a contact, as the guests of a sitting are."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0006"
down_revision = "mediation_0005"
branch_labels = None
depends_on = None

TABLE = "mediation_dispute_party"
KEY, INDEX = f"fk_{TABLE}_agent_id", f"ix_{TABLE}_agent_id"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("agent_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(KEY), "records_contact", ["agent_id"], ["id"])
        batch.create_index(op.f(INDEX), ["agent_id"])


def downgrade() -> None:
    agent = sa.table(TABLE, sa.column("agent_id"))
    named = sa.select(agent.c.agent_id).where(agent.c.agent_id.is_not(None))
    idents = list(op.get_bind().scalars(named))
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_index(op.f(INDEX))
        batch.drop_constraint(op.f(KEY), type_="foreignkey")
        batch.drop_column("agent_id")
    contact = sa.table("records_contact", sa.column("id"))
    op.get_bind().execute(sa.delete(contact).where(contact.c.id.in_(idents)))
