"""people: birthdays and telephones of organisations are encrypted; the last four characters of a number are hashed with the key.

Revision ID: core_0013
Revises: core_0014
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

from portal.migrating.sealing import in_portions, leave_nothing, sealed_in_place
from portal.protection import keyring

revision = "core_0013"
down_revision = "core_0014"
branch_labels = None
depends_on = None

PERSON, BORN, NUMBER = "people_person", "people_person.birth_date", "people_person.id_number"
INDEXES = {"ix_people_person_last4": "township_id", "ix_people_person_last4_county": "county_id"}
ORGANISATION, PHONE = "people_organisation", "people_organisation.phone"


def upgrade() -> None:
    with op.batch_alter_table(PERSON) as batch:
        batch.add_column(sa.Column("sealed", sa.String(), nullable=True))
        batch.add_column(sa.Column("birth_year", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("last4_hash", sa.String(length=40), nullable=True))
        for name in INDEXES:
            batch.drop_index(name)
    in_portions(PERSON, _sealed, "birth_date", "last4")
    with op.batch_alter_table(PERSON) as batch:
        batch.drop_column("birth_date")
        batch.drop_column("last4")
        batch.alter_column("sealed", new_column_name="birth_date", existing_type=sa.String())
    for name, scope in INDEXES.items():
        op.create_index(name, PERSON, [scope, "last4_hash"])
    leave_nothing(PERSON, "birth_year")
    _organisations(lambda text: keyring.encrypt(text, PHONE), sa.String(length=30), sa.String())
    leave_nothing(ORGANISATION, "unit_id")


def downgrade() -> None:
    with op.batch_alter_table(PERSON) as batch:
        batch.add_column(sa.Column("opened", sa.Date(), nullable=True))
        batch.add_column(sa.Column("last4", sa.String(length=4), nullable=False, server_default=""))
        for name in INDEXES:
            batch.drop_index(name)
    in_portions(PERSON, _opened, "birth_date", "id_number")
    with op.batch_alter_table(PERSON) as batch:
        batch.drop_column("birth_date")
        batch.drop_column("birth_year")
        batch.drop_column("last4_hash")
        batch.alter_column("opened", new_column_name="birth_date", existing_type=sa.Date())
        batch.alter_column("last4", existing_type=sa.String(length=4), server_default=None)
    for name, scope in INDEXES.items():
        op.create_index(name, PERSON, [scope, "last4"])
    _organisations(lambda stored: keyring.decrypt(stored, PHONE), sa.String(), sa.String(length=30))


def _sealed(row: sa.Row) -> dict[str, object]:
    born = row.birth_date
    return {
        "sealed": keyring.encrypt(born.isoformat(), BORN) if born else None,
        "birth_year": born.year if born else None,
        "last4_hash": keyring.index(row.last4, "last4") if row.last4 else None,
    }


def _opened(row: sa.Row) -> dict[str, object]:
    return {
        "opened": date.fromisoformat(keyring.decrypt(row.birth_date, BORN)) if row.birth_date else None,
        "last4": keyring.decrypt(row.id_number, NUMBER)[-4:] if row.id_number else "",
    }


def _organisations(change, was: sa.String, becomes: sa.String) -> None:
    sealed_in_place(ORGANISATION, "phone", change, was, becomes)
