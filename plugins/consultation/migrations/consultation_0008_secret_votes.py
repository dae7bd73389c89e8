"""How households voted is kept as numbers of the whole topic, no longer beside the household."""

import sqlalchemy as sa
from alembic import op

revision = "consultation_0008"
down_revision = "consultation_0007"
branch_labels = None
depends_on = None

AGAINST, ABSTAINED = 0, -1
item = sa.table("consultation_item", *(sa.column(name) for name in ("id", "ballot_until")))
option = sa.table("consultation_option", *(sa.column(name) for name in ("id", "item_id")))
ballot = sa.table("consultation_ballot", *(sa.column(name) for name in ("id", "item_id", "choice", "cast_at")))
tally = sa.table("consultation_tally", *(sa.column(name) for name in ("id", "item_id", "choice", "votes")))


def upgrade() -> None:
    op.create_table(
        "consultation_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_consultation_tally_not_negative")),
        sa.ForeignKeyConstraint(["item_id"], ["consultation_item.id"], name=op.f("fk_consultation_tally_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_tally")),
        sa.UniqueConstraint("item_id", "choice", name=op.f("uq_consultation_tally_item_id_choice")),
    )
    connection = op.get_bind()
    for (ident,) in connection.execute(sa.select(item.c.id).where(item.c.ballot_until.is_not(None))).all():
        plans = connection.scalars(sa.select(option.c.id).where(option.c.item_id == ident).order_by(option.c.id)).all()
        count = sa.select(ballot.c.choice, sa.func.count()).where(ballot.c.item_id == ident).group_by(ballot.c.choice)
        votes = {row[0]: row[1] for row in connection.execute(count)}
        rows = [
            {"item_id": ident, "choice": each, "votes": votes.get(each, 0)} for each in (*plans, AGAINST, ABSTAINED)
        ]
        connection.execute(tally.insert(), rows)
    with op.batch_alter_table("consultation_ballot") as batch:
        batch.drop_column("choice")


def downgrade() -> None:
    """The count comes out as before; which household chose what is not known any more, so choices are dealt out by number."""
    with op.batch_alter_table("consultation_ballot") as batch:
        batch.add_column(sa.Column("choice", sa.Integer(), nullable=True))
    connection = op.get_bind()
    for (ident,) in connection.execute(sa.select(item.c.id).where(item.c.ballot_until.is_not(None))).all():
        cast = ballot.c.item_id == ident, ballot.c.cast_at.is_not(None)
        voted = connection.scalars(sa.select(ballot.c.id).where(*cast).order_by(ballot.c.id)).all()
        told = sa.select(tally.c.choice, tally.c.votes).where(tally.c.item_id == ident).order_by(tally.c.id)
        choices = [choice for choice, votes in connection.execute(told) for _ in range(votes)]
        for row, choice in zip(voted, choices, strict=False):
            connection.execute(ballot.update().where(ballot.c.id == row).values(choice=choice))
    op.drop_table("consultation_tally")
