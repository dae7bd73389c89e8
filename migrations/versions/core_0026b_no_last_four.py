"""people: the keyed hash of the last four characters of a number, by which nobody is found any more, is gone.

Revision ID: core_0026b
Revises: core_0026
"""

import sqlalchemy as sa
from alembic import op

from portal.migrating.sealing import in_portions, leave_nothing
from portal.protection import keyring

revision = "core_0026b"
down_revision = "core_0026"
branch_labels = None
depends_on = None

PERSON, NUMBER = "people_person", "people_person.id_number"
INDEXES = {"ix_people_person_last4": "township_id", "ix_people_person_last4_county": "county_id"}


def upgrade() -> None:
    with op.batch_alter_table(PERSON) as batch:
        for name in INDEXES:
            batch.drop_index(name)
        batch.drop_column("last4_hash")
    leave_nothing(PERSON, "birth_year")


def downgrade() -> None:
    with op.batch_alter_table(PERSON) as batch:
        batch.add_column(sa.Column("last4_hash", sa.String(length=40), nullable=True))
    in_portions(PERSON, _hashed, "id_number")
    for name, scope in INDEXES.items():
        op.create_index(name, PERSON, [scope, "last4_hash"])


def _hashed(row: sa.Row) -> dict[str, object]:
    number = keyring.decrypt(row.id_number, NUMBER) if row.id_number else ""
    return {"last4_hash": keyring.index(number[-4:], "last4") if number else None}
