"""Whether the answer to a report stands, or was asked for anew."""

import sqlalchemy as sa
from alembic import op

revision = "public_reports_0002"
down_revision = "public_reports_0001"
branch_labels = None
depends_on = None

REPORT = sa.table(
    "public_reports_report",
    sa.column("answered_at", sa.DateTime),
    sa.column("again_at", sa.DateTime),
    sa.column("stands", sa.Boolean),
)


def upgrade() -> None:
    with op.batch_alter_table("public_reports_report") as batch:
        batch.add_column(sa.Column("stands", sa.Boolean(), nullable=False, server_default=sa.false()))
    answered = sa.or_(REPORT.c.again_at.is_(None), REPORT.c.answered_at > REPORT.c.again_at)
    op.execute(REPORT.update().where(REPORT.c.answered_at.is_not(None), answered).values(stands=sa.true()))
    with op.batch_alter_table("public_reports_report") as batch:
        batch.alter_column("stands", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("public_reports_report") as batch:
        batch.drop_column("stands")
