"""Whether an answer ever came after its limit, or the limit passed without one: read off the timeline and the rungs."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "supervision_0002"
down_revision = "supervision_0001"
branch_labels = None
depends_on = None

TABLE = "supervision_supervision"
BEGUN = ("open_about", "start_about")
RENEWED = ("grant", "send_back", "retain")  # the limit that these set was stored nowhere else

supervision = sa.table(TABLE, *map(sa.column, ("id", "late", "answered_at", "due_at")))
event = sa.table("supervision_event", *map(sa.column, ("id", "supervision_id", "verb", "at")))
rung = sa.table("supervision_rung", *map(sa.column, ("id", "supervision_id", "due_at")))


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("late", existing_type=sa.Boolean(), server_default=None)
    _fill(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("late")


def _fill(connection: sa.Connection) -> None:
    at = sa.type_coerce
    events = _by_supervision(
        connection.execute(
            sa.select(event.c.supervision_id, event.c.verb, at(event.c.at, sa.DateTime())).order_by(event.c.id)
        )
    )
    limits = _by_supervision(
        connection.execute(sa.select(rung.c.supervision_id, at(rung.c.due_at, sa.DateTime())).order_by(rung.c.id))
    )
    late = [ident for ident, told in events.items() if _was_late(told, [due_at for (due_at,) in limits[ident]])]
    for ident in late:
        connection.execute(supervision.update().where(supervision.c.id == ident).values(late=sa.true()))
    now_late = supervision.c.answered_at > supervision.c.due_at
    connection.execute(supervision.update().where(now_late).values(late=sa.true()))


def _by_supervision(rows: Iterable) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = {}
    for ident, *rest in rows:
        found.setdefault(ident, []).append(tuple(rest))
    return found


def _was_late(events: Iterable[tuple[str, datetime]], limits: list[datetime]) -> bool:
    """Whether any rung was answered, left or ended after its limit, unanswered before."""
    coming, due_at = iter(limits), None
    for verb, at in events:
        if verb in ("answer", "climb", "end") and due_at and at > due_at:
            return True
        if verb in (*BEGUN, "climb"):
            due_at = next(coming)
        elif verb in ("answer", *RENEWED):
            due_at = None
    return False
