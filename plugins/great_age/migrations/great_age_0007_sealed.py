"""Birthdays are encrypted, with their month beside them; the timeline says nothing more of an ID number than its first six figures.

Corrections of the person wrote the masked numbers and the birthday into the timeline.
"""

import re
from datetime import date

import sqlalchemy as sa
from alembic import op

from portal.migrating.sealing import in_portions, leave_nothing
from portal.protection import keyring

revision = "great_age_0007"
down_revision = "great_age_0006"
branch_labels = None
depends_on = None

TABLE, EVENTS, BORN = "great_age_recipient", "great_age_recipient_event", "great_age_recipient.born_on"
TAIL = re.compile(r"(?<=\*{4})[0-9]{3}[0-9X](?= 更正为|，)")
DAY = re.compile(r"([0-9]{4})-[0-9]{2}-[0-9]{2}(?= 出生)")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("sealed", sa.String(), nullable=True))
        batch.add_column(sa.Column("born_month", sa.Date(), nullable=True))
    in_portions(TABLE, _sealed, "born_on")
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("born_on")
        batch.alter_column("sealed", new_column_name="born_on", existing_type=sa.String(), nullable=False)
        batch.alter_column("born_month", existing_type=sa.Date(), nullable=False)
    in_portions(EVENTS, _told_less, "note")
    leave_nothing(TABLE, "unit_id")
    leave_nothing(EVENTS, "recipient_id")


def downgrade() -> None:
    """The timeline stays as it is."""
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("opened", sa.Date(), nullable=True))
    in_portions(TABLE, _opened, "born_on")
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("born_on")
        batch.drop_column("born_month")
        batch.alter_column("opened", new_column_name="born_on", existing_type=sa.Date(), nullable=False)


def _sealed(row: sa.Row) -> dict[str, object]:
    return {"sealed": keyring.encrypt(row.born_on.isoformat(), BORN), "born_month": row.born_on.replace(day=1)}


def _opened(row: sa.Row) -> dict[str, object]:
    return {"opened": date.fromisoformat(keyring.decrypt(row.born_on, BORN))}


def _told_less(row: sa.Row) -> dict[str, object]:
    note = DAY.sub(r"\1年", TAIL.sub("****", row.note or ""))
    return {"note": note} if note != (row.note or "") else {}
