"""residents: search terms are ordered by their letters, whatever language the server was set up for

Revision ID: core_0044d
Revises: core_0041
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0044d"
down_revision = "core_0041"
branch_labels = None
depends_on = None

TERM = sa.String(80)


def upgrade() -> None:
    _order_by("C")


def downgrade() -> None:
    _order_by("default")


def _order_by(collation: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("people_term", "term", type_=sa.String(80, collation=collation), existing_type=TERM)
