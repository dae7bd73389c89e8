"""The telephone number of a mediator becomes a contact, encrypted, and found together with the name, which the roster keeps."""

import sqlalchemy as sa

from portal.records.contact_migration import Told

revision = "mediation_0004"
down_revision = "mediation_0003"
branch_labels = None
depends_on = None

MEDIATOR = Told("mediation_mediator", "contact_id", {"phone": "phone"}, beside={"name": "name"})


def upgrade() -> None:
    MEDIATOR.gather()


def downgrade() -> None:
    MEDIATOR.scatter(sa.Column("phone", sa.String(length=20), nullable=False, server_default=""))
