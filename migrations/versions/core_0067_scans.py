"""Of an upload that shows a signed paper: which paper, how it has to be turned, why it is kept though something is doubtful; of a paper: how many pages it has.

Revision ID: core_0067
Revises: core_0062
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0067"
down_revision = "core_0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("files_attachment", sa.Column("check_code", sa.String(12), nullable=False, server_default=""))
    op.add_column("files_attachment", sa.Column("turned", sa.Integer, nullable=False, server_default="0"))
    op.add_column("files_attachment", sa.Column("remark", sa.String(600), nullable=False, server_default=""))
    op.add_column("documents_document", sa.Column("pages", sa.Integer))


def downgrade() -> None:
    with op.batch_alter_table("documents_document") as table:
        table.drop_column("pages")
    with op.batch_alter_table("files_attachment") as table:
        for name in ("remark", "turned", "check_code"):
            table.drop_column(name)
