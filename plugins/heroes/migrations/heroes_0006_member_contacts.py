"""Whom to ask for at a member of the association becomes a contact, like everybody else who is named."""

import sqlalchemy as sa

from portal.records.contact_migration import Told

revision = "heroes_0006"
down_revision = "heroes_0005"
branch_labels = None
depends_on = None

CONTACT = Told("heroes_member", "contact_id", {"name": "contact", "phone": "phone"})


def upgrade() -> None:
    CONTACT.gather()


def downgrade() -> None:
    CONTACT.scatter(
        sa.Column("contact", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("phone", sa.String(length=20), nullable=False, server_default=""),
    )
