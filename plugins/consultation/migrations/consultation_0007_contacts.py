"""Stewards become contacts, like everybody else who is named: those without a telephone number, too."""

import sqlalchemy as sa
from alembic import op

from portal.records.contact_migration import Told, enter

revision = "consultation_0007"
down_revision = "consultation_0006"
branch_labels = None
depends_on = None

STEWARD = Told("consultation_steward", "contact_id", {"phone": "phone"}, sealed=("phone",), beside={"name": "name"})
steward = sa.table("consultation_steward", *(sa.column(name) for name in ("id", "name", "contact_id")))


def upgrade() -> None:
    STEWARD.gather()
    connection = op.get_bind()
    for row in connection.execute(sa.select(steward).where(steward.c.contact_id.is_(None))).all():
        pointer = enter({"name": row.name})
        connection.execute(steward.update().where(steward.c.id == row.id).values(contact_id=pointer))


def downgrade() -> None:
    STEWARD.scatter(sa.Column("phone", sa.String(), nullable=True))
