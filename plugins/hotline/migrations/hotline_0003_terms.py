"""原期限 of an order; whether its answer stands; what was answered is told from what came of the case."""

import sqlalchemy as sa
from alembic import op

revision = "hotline_0003"
down_revision = "hotline_0002"
branch_labels = None
depends_on = None

ORDER = sa.table(
    "hotline_order",
    sa.column("id", sa.Integer),
    *(sa.column(name, sa.DateTime) for name in ("sent_at", "due_at", "answered_at", "term_from", "term_until")),
    sa.column("redone", sa.Integer),
    sa.column("result", sa.Text),
    sa.column("stands", sa.Boolean),
)
EVENT = sa.table(
    "hotline_event",
    sa.column("id", sa.Integer),
    sa.column("order_id", sa.Integer),
    sa.column("verb", sa.String),
    sa.column("note", sa.Text),
    sa.column("at", sa.DateTime),
)
ANSWERS = ("answer", "answer_again")


def _last(column: sa.ColumnClause, *verbs: str) -> sa.ScalarSelect:
    """Of the latest entry of an order with one of `verbs`."""
    of = sa.select(column).where(EVENT.c.order_id == ORDER.c.id, EVENT.c.verb.in_(verbs))
    return of.order_by(EVENT.c.id.desc()).limit(1).scalar_subquery()


def upgrade() -> None:
    with op.batch_alter_table("hotline_order") as batch:
        batch.add_column(sa.Column("term_from", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("term_until", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("stands", sa.Boolean(), nullable=False, server_default=sa.false()))
    asked_again = sa.func.coalesce(_last(EVENT.c.id, "redo"), 0)
    stands = sa.func.coalesce(_last(EVENT.c.id, *ANSWERS), 0) > asked_again
    op.execute(
        ORDER.update().values(
            term_from=sa.func.coalesce(_last(EVENT.c.at, "redo"), ORDER.c.sent_at),
            term_until=ORDER.c.due_at,
            result=sa.func.coalesce(_last(EVENT.c.note, *ANSWERS), ""),
            stands=sa.case((stands, sa.true()), else_=sa.false()),
        )
    )
    with op.batch_alter_table("hotline_order") as batch:
        batch.alter_column("term_from", existing_type=sa.DateTime(), nullable=False)
        batch.alter_column("term_until", existing_type=sa.DateTime(), nullable=False)
        batch.alter_column("stands", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("hotline_order") as batch:
        for name in ("stands", "term_until", "term_from"):
            batch.drop_column(name)
