"""When a row was entered: by that the list of all rows is paged."""

import sqlalchemy as sa
from alembic import op

revision = "duty_lists_0003"
down_revision = "duty_lists_0002"
branch_labels = None
depends_on = None

TABLE = "duty_lists_item"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("created_at", sa.DateTime(), nullable=True))
    item = sa.table(TABLE, sa.column("edition_id"), sa.column("created_at"))
    edition = sa.table("duty_lists_edition", sa.column("id"), sa.column("created_at"))
    begun = sa.select(edition.c.created_at).where(edition.c.id == item.c.edition_id).scalar_subquery()
    op.get_bind().execute(item.update().values(created_at=begun))
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("created_at", existing_type=sa.DateTime(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("created_at")
