"""Telephones of those who offer services are encrypted: one who works alone is a person."""

import sqlalchemy as sa

from portal.migrating.sealing import leave_nothing, sealed_in_place
from portal.protection import keyring

revision = "elder_services_0004"
down_revision = "elder_services_0003"
branch_labels = None
depends_on = None

TABLE, PHONE = "elder_services_provider", "elder_services_provider.phone"
SHORT = sa.String(length=20)


def upgrade() -> None:
    sealed_in_place(TABLE, "phone", lambda text: keyring.encrypt(text, PHONE), SHORT, sa.String())
    leave_nothing(TABLE, "unit_id")


def downgrade() -> None:
    sealed_in_place(TABLE, "phone", lambda stored: keyring.decrypt(stored, PHONE), sa.String(), SHORT)
