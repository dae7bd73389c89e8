"""The numbers of certificates are encrypted, and taken out of the timeline: that of a 残疾人证 is the ID number and two digits."""

import sqlalchemy as sa
from alembic import op

from portal.protection import keyring

revision = "elder_care_0008"
down_revision = "elder_care_0007"
branch_labels = None
depends_on = None

PLACE = "elder_care_category.document"
CATEGORY = sa.table("elder_care_category", sa.column("id", sa.Integer), sa.column("document", sa.String))
EVENT = sa.table(
    "elder_care_member_event",
    sa.column("id", sa.Integer),
    sa.column("verb", sa.String),
    sa.column("note", sa.Text),
)


def upgrade() -> None:
    with op.batch_alter_table("elder_care_category") as batch:
        batch.alter_column("document", existing_type=sa.String(length=80), type_=sa.String(), existing_nullable=False)
    _rewrite(lambda document: keyring.encrypt(document, PLACE))
    connection = op.get_bind()
    told = sa.select(EVENT.c.id, EVENT.c.note).where(EVENT.c.verb == "classify", EVENT.c.note.like("%。_%"))
    for row in connection.execute(told).all():
        kept = row.note.partition("。")[0] + "。"
        connection.execute(EVENT.update().where(EVENT.c.id == row.id).values(note=kept))


def downgrade() -> None:
    """The numbers are readable again; the timeline stays without them."""
    _rewrite(lambda document: keyring.decrypt(document, PLACE))
    with op.batch_alter_table("elder_care_category") as batch:
        batch.alter_column("document", existing_type=sa.String(), type_=sa.String(length=80), existing_nullable=False)


def _rewrite(change) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(CATEGORY).where(CATEGORY.c.document != "")).all():
        connection.execute(CATEGORY.update().where(CATEGORY.c.id == row.id).values(document=change(row.document)))
