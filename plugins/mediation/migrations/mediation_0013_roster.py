"""The roster with what an office asks of each mediator; terms of a committee, periods in office, certificates, trainings, commendations; who chose a mediator."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0013"
down_revision = "mediation_0014c"
branch_labels = None
depends_on = None

WORDS = {"chosen_by": 10, "ethnicity": 20, "political": 20, "education": 20, "profession": 60, "specialities": 100}


def upgrade() -> None:
    with op.batch_alter_table("mediation_mediator") as batch:
        for name, length in WORDS.items():
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch.add_column(sa.Column("left_for", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("birth_date", sa.String(), nullable=True))
        batch.add_column(sa.Column("since_year", sa.Integer(), nullable=True))
    with op.batch_alter_table("mediation_mediator") as batch:
        for name, length in WORDS.items():
            batch.alter_column(name, existing_type=sa.String(length=length), server_default=None)
        batch.alter_column("left_for", existing_type=sa.Text(), server_default=None)
    op.create_table(
        "mediation_committee_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["mediation_committee.id"], name=op.f("fk_mediation_committee_term_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_committee_term")),
        sa.UniqueConstraint("committee_id", "serial", name=op.f("uq_mediation_committee_term_committee_id_serial")),
    )
    op.create_index(op.f("ix_mediation_committee_term_committee_id"), "mediation_committee_term", ["committee_id"])
    op.create_table(
        "mediation_tenure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mediator_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=10), nullable=False),
        sa.Column("chosen_by", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mediator_id"], ["mediation_mediator.id"], name=op.f("fk_mediation_tenure_mediator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_tenure")),
    )
    op.create_index(op.f("ix_mediation_tenure_mediator_id"), "mediation_tenure", ["mediator_id"])
    op.create_table(
        "mediation_credential",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("mediator_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["mediation_committee.id"], name=op.f("fk_mediation_credential_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["mediator_id"], ["mediation_mediator.id"], name=op.f("fk_mediation_credential_mediator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_credential")),
    )
    for name in ("committee_id", "mediator_id", "valid_until"):
        op.create_index(op.f(f"ix_mediation_credential_{name}"), "mediation_credential", [name])

    with op.batch_alter_table("mediation_dispute_mediator") as batch:
        batch.add_column(sa.Column("chosen_by", sa.String(length=10), nullable=False, server_default="committee"))
    with op.batch_alter_table("mediation_dispute_mediator") as batch:
        batch.alter_column("chosen_by", existing_type=sa.String(length=10), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("mediation_dispute_mediator") as batch:
        batch.drop_column("chosen_by")
    for table in ("credential", "tenure", "committee_term"):
        op.drop_table(f"mediation_{table}")
    with op.batch_alter_table("mediation_mediator") as batch:
        for name in (*WORDS, "left_for", "birth_date", "since_year"):
            batch.drop_column(name)
