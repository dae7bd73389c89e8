"""files: the name of the kind of a Word document is longer than its column

Revision ID: core_0068
Revises: core_0064b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0068"
down_revision = "core_0064b"
branch_labels = None
depends_on = None

TABLE = "files_attachment"
FILES = sa.table(TABLE, sa.column("mime"))
SHORT, LONG = 60, 100


def upgrade() -> None:
    _resize(SHORT, LONG)


def downgrade() -> None:
    op.execute(FILES.update().where(sa.func.length(FILES.c.mime) > SHORT).values(mime="application/octet-stream"))
    _resize(LONG, SHORT)


def _resize(old: int, new: int) -> None:
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("mime", existing_type=sa.String(old), type_=sa.String(new), existing_nullable=False)
