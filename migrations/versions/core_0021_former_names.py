"""people: who was called or telephoned otherwise is found under that still.

Revision ID: core_0021
Revises: core_0023b
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.migrating.moving import reflected
from portal.migrating.sealing import in_portions
from portal.people.changes import as_sought
from portal.protection import keyring

revision = "core_0021"
down_revision = "core_0023b"
branch_labels = None
depends_on = None

TABLE, PLACE = "people_change", "people_change.before"
FIELDS = ("name", "phone")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("before_hash", sa.String(length=40), nullable=True))
        batch.create_index("ix_people_change_before_hash", ["before_hash"])
    in_portions(TABLE, _hashed, "field", "how", "before", "subject_kind", "subject_id")


def downgrade() -> None:
    rows = reflected(TABLE)
    op.get_bind().execute(rows.update().where(rows.c.how == "here").values(before=None))
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_index("ix_people_change_before_hash")
        batch.drop_column("before_hash")


def _hashed(row: Any) -> dict[str, str]:
    if row.field not in FIELDS:
        return {}
    before = keyring.decrypt(row.before, PLACE) if row.before else _said(row)
    if not before:
        return {}
    return {"before": keyring.encrypt(before, PLACE), "before_hash": keyring.index(as_sought(before), TABLE)}


def _said(row: Any) -> str:
    """What holds for the one record in which it was said, as long as it is there."""
    if row.how != "here" or not sa.inspect(op.get_bind()).has_table(row.subject_kind):
        return ""
    table = reflected(row.subject_kind)
    stored = op.get_bind().scalar(sa.select(table.c.said).where(table.c.id == row.subject_id))
    if not stored:
        return ""
    said = json.loads(keyring.decrypt(stored, f"{row.subject_kind}.said")) if isinstance(stored, str) else stored
    return str(said.get(row.field, ""))
