"""调查记录, 证据, 风险."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0014c"
down_revision = "mediation_0014b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediation_inquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("asked_id", sa.Integer()),
        sa.Column("relation", sa.String(length=60), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.Column("inquirer", sa.String(length=40), nullable=False),
        sa.Column("recorder", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["mediation_dispute.id"], name=op.f("fk_mediation_inquiry_dispute_id_mediation_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["asked_id"], ["records_contact.id"], name=op.f("fk_mediation_inquiry_asked_id_records_contact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_inquiry")),
    )
    op.create_index("ix_mediation_inquiry_dispute_id", "mediation_inquiry", ["dispute_id"])
    op.create_index("ix_mediation_inquiry_asked_id", "mediation_inquiry", ["asked_id"])
    op.create_table(
        "mediation_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("party_id", sa.Integer()),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.Column("proves", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("struck_on", sa.Date()),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["mediation_dispute.id"], name=op.f("fk_mediation_evidence_dispute_id_mediation_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["cases_party.id"], name=op.f("fk_mediation_evidence_party_id_cases_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_evidence")),
    )
    op.create_index("ix_mediation_evidence_dispute_id", "mediation_evidence", ["dispute_id"])
    op.create_table(
        "mediation_risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["mediation_dispute.id"], name=op.f("fk_mediation_risk_dispute_id_mediation_dispute")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_risk")),
    )
    op.create_index("ix_mediation_risk_dispute_id", "mediation_risk", ["dispute_id"])


def downgrade() -> None:
    op.drop_table("mediation_risk")
    op.drop_table("mediation_evidence")
    op.drop_table("mediation_inquiry")
