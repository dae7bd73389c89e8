"""The figures of a period read the disputes of its days, and what was over long ago no more."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0036"
down_revision = "mediation_0035"
branch_labels = None
depends_on = None

DISPUTE, REVOKED = "mediation_dispute", sa.text("revoked_on IS NOT NULL")
WAYS = (("accepted", ["accepted_on"]), ("ended", ["ended_on", "accepted_on"]))
INDEXES = {
    f"ix_{DISPUTE}_{level}_{way}": [f"{level}_id", *days]
    for level in ("city", "county", "township")
    for way, days in WAYS
}
ANSWERS = ("filed_on", "answered_on")


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, DISPUTE, columns)
    for day in ANSWERS:
        op.create_index(f"ix_mediation_confirmation_{day}", "mediation_confirmation", [day])
    op.create_index(
        "ix_mediation_agreement_revoked_on",
        "mediation_agreement",
        ["revoked_on"],
        sqlite_where=REVOKED,
        postgresql_where=REVOKED,
    )


def downgrade() -> None:
    op.drop_index("ix_mediation_agreement_revoked_on", "mediation_agreement")
    for day in ANSWERS:
        op.drop_index(f"ix_mediation_confirmation_{day}", "mediation_confirmation")
    for name in INDEXES:
        op.drop_index(name, DISPUTE)
