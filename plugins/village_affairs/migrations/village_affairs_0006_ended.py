"""A council can end; what covenants keep of the meeting of a matter follows what was put right on its sheet."""

import sqlalchemy as sa
from alembic import op

revision = "village_affairs_0006"
down_revision = "village_affairs_0005"
branch_labels = None
depends_on = None

TABLE = "village_affairs_council"
FROM_SHEET = """
UPDATE village_affairs_covenant AS c SET
  adopted_on = (SELECT s."on" FROM village_affairs_matter_sheet s WHERE s.matter_id = c.matter_id AND s.kind = 'resolve' AND s.passed),
  expected = (SELECT s.expected FROM village_affairs_matter_sheet s WHERE s.matter_id = c.matter_id AND s.kind = 'resolve' AND s.passed),
  present = (SELECT s.present FROM village_affairs_matter_sheet s WHERE s.matter_id = c.matter_id AND s.kind = 'resolve' AND s.passed),
  agreed = (SELECT s.agreed FROM village_affairs_matter_sheet s WHERE s.matter_id = c.matter_id AND s.kind = 'resolve' AND s.passed)
WHERE body <> '' AND EXISTS
  (SELECT 1 FROM village_affairs_matter_sheet s WHERE s.matter_id = c.matter_id AND s.kind = 'resolve' AND s.passed)
"""


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
    op.execute(FROM_SHEET)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("ended_on")
