"""A row knows which it goes on from or takes the place of: till now only the words of its timeline told."""

import re

import sqlalchemy as sa
from alembic import op

revision = "great_age_0004"
down_revision = "great_age_0003"
branch_labels = None
depends_on = None

TABLE, KEY, INDEX = (
    "great_age_recipient",
    "fk_great_age_recipient_follows_id",
    "ix_great_age_recipient_follows_id",
)
SAID = re.compile("(?:代替|恢复)([^。]+)。")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(KEY), TABLE, ["follows_id"], ["id"])
        batch.create_index(op.f(INDEX), ["follows_id"], unique=False)
    _fill()


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_index(op.f(INDEX))
        batch.drop_constraint(op.f(KEY), type_="foreignkey")
        batch.drop_column("follows_id")


def _fill() -> None:
    """From the timeline: it names the number."""
    row = sa.table(TABLE, sa.column("id"), sa.column("number"), sa.column("township_id"), sa.column("follows_id"))
    event = sa.table(f"{TABLE}_event", sa.column("recipient_id"), sa.column("verb"), sa.column("note"))
    told = sa.select(row.c.id, row.c.township_id, event.c.note).join(event, event.c.recipient_id == row.c.id)
    begun = told.where(event.c.verb == "enrol", sa.or_(event.c.note.like("代替%"), event.c.note.like("恢复%")))
    for ident, place, note in op.get_bind().execute(begun).all():
        if number := SAID.match(note):
            same = row.c.number == number[1], row.c.township_id == place, row.c.id < ident
            before = op.get_bind().scalar(sa.select(sa.func.max(row.c.id)).where(*same))
            op.get_bind().execute(row.update().where(row.c.id == ident).values(follows_id=before))
