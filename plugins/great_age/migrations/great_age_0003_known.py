"""Who entered an account stays known when another row takes the place of the first, and an annulled row keeps the end it had before."""

import sqlalchemy as sa
from alembic import op

revision = "great_age_0003"
down_revision = "great_age_0002"
branch_labels = None
depends_on = None

TABLE, BY = "great_age_recipient", "fk_great_age_recipient_account_by_id"
ADDED = ("account_by_id", "former_until", "former_known_from")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("account_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("former_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("former_known_from", sa.DateTime(), nullable=True))
        batch.create_foreign_key(op.f(BY), "accounts_user", ["account_by_id"], ["id"])
    _tell_from_the_timeline()


def _tell_from_the_timeline() -> None:
    row = sa.table(TABLE, sa.column("id"), sa.column("account"), sa.column("account_by_id"))
    event = sa.table(
        f"{TABLE}_event", sa.column("id"), sa.column("recipient_id"), sa.column("verb"), sa.column("actor_id")
    )
    entered = event.c.recipient_id == row.c.id, event.c.verb.in_(("enrol", "change_account"))
    last = sa.select(event.c.actor_id).where(*entered).order_by(event.c.id.desc()).limit(1).scalar_subquery()
    op.execute(row.update().values(account_by_id=last).where(row.c.account.is_not(None)))


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(BY), type_="foreignkey")
        for name in reversed(ADDED):
            batch.drop_column(name)
