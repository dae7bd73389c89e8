"""The page of a matter finds the covenants that rest on it by an index."""

from alembic import op

revision = "village_affairs_0008"
down_revision = "village_affairs_0007"
branch_labels = None
depends_on = None

INDEX, TABLE = "ix_village_affairs_covenant_matter_id", "village_affairs_covenant"


def upgrade() -> None:
    op.create_index(INDEX, TABLE, ["matter_id"])


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
