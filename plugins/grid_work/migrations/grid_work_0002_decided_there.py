"""Which decision of its own register a household was visited by last, and whether that register ended the visits."""

import sqlalchemy as sa
from alembic import op

revision = "grid_work_0002"
down_revision = "grid_work_0001"
branch_labels = None
depends_on = None

HOME = sa.table("grid_work_home", sa.column("decision", sa.Integer), sa.column("origin_id", sa.Integer))


def upgrade() -> None:
    """Of households that came from a register before it stays unknown; the next time they are heard of it is written."""
    op.add_column("grid_work_home", sa.Column("decision", sa.Integer(), nullable=True))
    op.add_column("grid_work_home", sa.Column("ended_there", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(HOME.update().where(HOME.c.origin_id.is_(None)).values(decision=0))


def downgrade() -> None:
    op.drop_column("grid_work_home", "ended_there")
    op.drop_column("grid_work_home", "decision")
