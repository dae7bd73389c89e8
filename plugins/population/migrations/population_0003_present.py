"""Who belongs to a household now has an index of its own: beside that of the residents PostgreSQL without statistics read all of both."""

from alembic import op
from sqlalchemy import text

revision = "population_0003"
down_revision = "population_0002"
branch_labels = None
depends_on = None

NOW = text("valid_until IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_population_member_present",
        "population_member",
        ["household_id"],
        sqlite_where=NOW,
        postgresql_where=NOW,
    )


def downgrade() -> None:
    op.drop_index("ix_population_member_present", "population_member")
