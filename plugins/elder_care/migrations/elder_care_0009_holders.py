"""Those who hold a 健康证 become contacts, like everybody else who is named."""

import sqlalchemy as sa

from portal.records.contact_migration import Told

revision = "elder_care_0009"
down_revision = "elder_care_0008"
branch_labels = None
depends_on = None

HOLDER = Told("elder_care_licence", "holder_id", {"name": "holder"})


def upgrade() -> None:
    HOLDER.gather()


def downgrade() -> None:
    HOLDER.scatter(sa.Column("holder", sa.String(length=40), nullable=False, server_default=""))
