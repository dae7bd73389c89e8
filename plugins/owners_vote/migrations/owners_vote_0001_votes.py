"""Votes of owners, their rolls, ballots, and what of these is taken back."""

import sqlalchemy as sa
from alembic import op

revision = "owners_vote_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "owners_vote_vote",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("matter", sa.String(length=16), nullable=False),
        sa.Column("estate", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("organiser", sa.String(length=80), nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("roll_from", sa.Date(), nullable=True),
        sa.Column("roll_until", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("published_from", sa.Date(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
        sa.Column("voting_from", sa.DateTime(), nullable=True),
        sa.Column("voting_until", sa.DateTime(), nullable=True),
        sa.Column("counted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_owners_vote_vote_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_vote_vote")),
    )
    with op.batch_alter_table("owners_vote_vote", schema=None) as batch_op:
        batch_op.create_index("ix_owners_vote_vote_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_owners_vote_vote_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_owners_vote_vote_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "owners_vote_vote_event",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_owners_vote_vote_event_actor_id")),
        sa.ForeignKeyConstraint(["vote_id"], ["owners_vote_vote.id"], name=op.f("fk_owners_vote_vote_event_vote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_vote_vote_event")),
    )
    with op.batch_alter_table("owners_vote_vote_event", schema=None) as batch_op:
        batch_op.create_index("ix_owners_vote_vote_event_vote", ["vote_id", "id"], unique=False)

    op.create_table(
        "owners_vote_voter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("identity", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["vote_id"], ["owners_vote_vote.id"], name=op.f("fk_owners_vote_voter_vote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_vote_voter")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_owners_vote_voter_code_hash")),
        sa.UniqueConstraint("vote_id", "ordinal", name=op.f("uq_owners_vote_voter_vote_id_ordinal")),
    )
    with op.batch_alter_table("owners_vote_voter", schema=None) as batch_op:
        batch_op.create_index("ix_owners_vote_voter_identity", ["vote_id", "identity"], unique=False)

    op.create_table(
        "owners_vote_flat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("building", sa.String(length=20), nullable=False),
        sa.Column("door", sa.String(length=20), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["owners_vote_vote.id"], name=op.f("fk_owners_vote_flat_vote_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["owners_vote_voter.id"], name=op.f("fk_owners_vote_flat_voter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_vote_flat")),
        sa.UniqueConstraint("vote_id", "building", "door", name=op.f("uq_owners_vote_flat_vote_id_building_door")),
    )
    with op.batch_alter_table("owners_vote_flat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_owners_vote_flat_vote_id"), ["vote_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_owners_vote_flat_voter_id"), ["voter_id"], unique=False)

    op.create_table(
        "owners_vote_owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["voter_id"], ["owners_vote_voter.id"], name=op.f("fk_owners_vote_owner_voter_id")),
        sa.ForeignKeyConstraint(["who_id"], ["records_contact.id"], name=op.f("fk_owners_vote_owner_who_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_vote_owner")),
    )
    with op.batch_alter_table("owners_vote_owner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_owners_vote_owner_voter_id"), ["voter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_owners_vote_owner_who_id"), ["who_id"], unique=False)

    op.create_table(
        "owners_vote_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("withdraws_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["records_contact.id"], name=op.f("fk_owners_vote_ballot_agent_id")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["accounts_user.id"], name=op.f("fk_owners_vote_ballot_entered_by_id")
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["owners_vote_vote.id"], name=op.f("fk_owners_vote_ballot_vote_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["owners_vote_voter.id"], name=op.f("fk_owners_vote_ballot_voter_id")),
        sa.ForeignKeyConstraint(
            ["withdraws_id"], ["owners_vote_ballot.id"], name=op.f("fk_owners_vote_ballot_withdraws_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_vote_ballot")),
        sa.UniqueConstraint("withdraws_id", name=op.f("uq_owners_vote_ballot_withdraws_id")),
    )
    with op.batch_alter_table("owners_vote_ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_owners_vote_ballot_agent_id"), ["agent_id"], unique=False)
        batch_op.create_index("ix_owners_vote_ballot_vote", ["vote_id", "at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_owners_vote_ballot_voter_id"), ["voter_id"], unique=False)

    op.create_table(
        "owners_vote_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("answered_by_id <> asked_by_id", name=op.f("ck_owners_vote_withdrawal_two_people")),
        sa.ForeignKeyConstraint(["vote_id"], ["owners_vote_vote.id"], name=op.f("fk_owners_vote_withdrawal_vote_id")),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["owners_vote_ballot.id"], name=op.f("fk_owners_vote_withdrawal_ballot_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts_user.id"], name=op.f("fk_owners_vote_withdrawal_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["accounts_user.id"], name=op.f("fk_owners_vote_withdrawal_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_vote_withdrawal")),
    )
    op.create_index(op.f("ix_owners_vote_withdrawal_vote_id"), "owners_vote_withdrawal", ["vote_id"])


def downgrade() -> None:
    op.drop_table("owners_vote_withdrawal")
    op.drop_table("owners_vote_ballot")
    op.drop_table("owners_vote_owner")
    op.drop_table("owners_vote_flat")
    op.drop_table("owners_vote_voter")
    op.drop_table("owners_vote_vote_event")
    op.drop_table("owners_vote_vote")
