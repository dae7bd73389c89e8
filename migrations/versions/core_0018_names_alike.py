"""people: names are matched and found in ordinary letters, however they were written.

Revision ID: core_0018
Revises: core_0016
"""

import re

import sqlalchemy as sa
from alembic import op

from portal.migrating.moving import reflected
from portal.migrating.sealing import in_portions
from portal.people.pinyin import terms
from portal.personal_names import name_key, normalise_name
from portal.protection import keyring

revision = "core_0018"
down_revision = "core_0016"
branch_labels = None
depends_on = None

CONTACT = "records_contact"
CYRILLIC = re.compile("[\u0400-\u052f]")


def upgrade() -> None:
    in_portions(CONTACT, lambda row: _hashed_anew(row, name_key), "name", "name_hash")
    people, found = reflected("people_person"), reflected("people_term")
    known = sa.select(people.c.id, people.c.name, people.c.county_id, people.c.township_id)
    for person in op.get_bind().execute(known.where(people.c.erased_at.is_(None))).all():
        if name_key(person.name) != normalise_name(person.name) or CYRILLIC.search(person.name):
            op.get_bind().execute(found.delete().where(found.c.person_id == person.id))
            scopes = {person.county_id, person.township_id} - {None}
            rows = [
                {"scope": scope, "term": term, "person_id": person.id}
                for term in terms(person.name)
                for scope in scopes
            ]
            if rows:
                op.get_bind().execute(found.insert(), rows)


def downgrade() -> None:
    in_portions(CONTACT, lambda row: _hashed_anew(row, normalise_name), "name", "name_hash")


def _hashed_anew(row, form) -> dict[str, str]:
    """The new hash of a name that the two ways of matching tell apart; nothing for all others, and for who was forgotten."""
    if not row.name or not row.name_hash:
        return {}
    name = keyring.decrypt(row.name, f"{CONTACT}.name")
    return {"name_hash": keyring.index(form(name), "contact_name")} if name_key(name) != normalise_name(name) else {}
