"""The database holds that a unit has one committee. Where two were set up in the same moment, the later goes into the first."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0003"
down_revision = "mediation_0002"
branch_labels = None
depends_on = None

BELOW = ("mediation_mediator", "mediation_dispute")


def upgrade() -> None:
    connection = op.get_bind()
    committee = sa.table("mediation_committee", sa.column("id"), sa.column("unit_id"))
    first = sa.select(sa.func.min(committee.c.id).label("id"), committee.c.unit_id).group_by(committee.c.unit_id)
    first = first.subquery()
    later = sa.select(committee.c.id, first.c.id).join(first, first.c.unit_id == committee.c.unit_id)
    for ident, kept in connection.execute(later.where(committee.c.id != first.c.id)).all():
        for name in BELOW:
            table = sa.table(name, sa.column("committee_id"))
            connection.execute(table.update().where(table.c.committee_id == ident).values(committee_id=kept))
        connection.execute(committee.delete().where(committee.c.id == ident))
    with op.batch_alter_table("mediation_committee") as batch:
        batch.create_unique_constraint(op.f("uq_mediation_committee_unit_id"), ["unit_id"])


def downgrade() -> None:
    with op.batch_alter_table("mediation_committee") as batch:
        batch.drop_constraint(op.f("uq_mediation_committee_unit_id"), type_="unique")
