"""高龄津贴: who is entitled, and the settlements of the streets."""

import sqlalchemy as sa
from alembic import op

revision = "great_age_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "great_age_settlement",
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("checker_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("published_from", sa.Date(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
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
        sa.ForeignKeyConstraint(["checker_id"], ["accounts_user.id"], name=op.f("fk_great_age_settlement_checker_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["accounts_user.id"], name=op.f("fk_great_age_settlement_maker_id")),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["accounts_user.id"], name=op.f("fk_great_age_settlement_reviewer_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_great_age_settlement_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_great_age_settlement")),
        sa.UniqueConstraint("unit_id", "first_day", name=op.f("uq_great_age_settlement_unit_id_first_day")),
    )
    with op.batch_alter_table("great_age_settlement", schema=None) as batch_op:
        batch_op.create_index("ix_great_age_settlement_county", ["county_id", "first_day", "id"], unique=False)
        batch_op.create_index("ix_great_age_settlement_township", ["township_id", "first_day", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_great_age_settlement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "great_age_recipient",
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=20), nullable=False),
        sa.Column("known_from", sa.DateTime(), nullable=False),
        sa.Column("end_known_from", sa.DateTime(), nullable=True),
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
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f("fk_great_age_recipient_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_great_age_recipient_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_great_age_recipient")),
    )
    with op.batch_alter_table("great_age_recipient", schema=None) as batch_op:
        batch_op.create_index("ix_great_age_recipient_county", ["county_id", "valid_from", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_great_age_recipient_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_great_age_recipient_recent", ["township_id", "valid_from", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_great_age_recipient_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "great_age_settlement_event",
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_great_age_settlement_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["great_age_settlement.id"], name=op.f("fk_great_age_settlement_event_settlement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_great_age_settlement_event")),
    )
    with op.batch_alter_table("great_age_settlement_event", schema=None) as batch_op:
        batch_op.create_index("ix_great_age_settlement_event_settlement", ["settlement_id", "id"], unique=False)

    op.create_table(
        "great_age_settlement_line",
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_great_age_settlement_line_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["great_age_settlement.id"], name=op.f("fk_great_age_settlement_line_settlement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_great_age_settlement_line")),
    )
    with op.batch_alter_table("great_age_settlement_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_great_age_settlement_line_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_great_age_settlement_line_settlement_id"), ["settlement_id"], unique=False)

    op.create_table(
        "great_age_settlement_objection",
        sa.Column("objector_id", sa.Integer(), nullable=True),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objector_id"], ["records_contact.id"], name=op.f("fk_great_age_settlement_objection_objector_id")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["great_age_settlement.id"], name=op.f("fk_great_age_settlement_objection_settlement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_great_age_settlement_objection")),
    )
    with op.batch_alter_table("great_age_settlement_objection", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_great_age_settlement_objection_objector_id"), ["objector_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_great_age_settlement_objection_settlement_id"), ["settlement_id"], unique=False
        )

    op.create_table(
        "great_age_settlement_payment",
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("payee", sa.String(length=100), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_great_age_settlement_payment_moved")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_great_age_settlement_payment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["great_age_settlement.id"], name=op.f("fk_great_age_settlement_payment_settlement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_great_age_settlement_payment")),
    )
    with op.batch_alter_table("great_age_settlement_payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_great_age_settlement_payment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_great_age_settlement_payment_settlement_id"), ["settlement_id"], unique=False
        )

    op.create_table(
        "great_age_recipient_event",
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_great_age_recipient_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["great_age_recipient.id"], name=op.f("fk_great_age_recipient_event_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_great_age_recipient_event")),
    )
    with op.batch_alter_table("great_age_recipient_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_great_age_recipient_event_recipient_id"), ["recipient_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("great_age_recipient_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_great_age_recipient_event_recipient_id"))

    op.drop_table("great_age_recipient_event")
    with op.batch_alter_table("great_age_settlement_payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_great_age_settlement_payment_settlement_id"))
        batch_op.drop_index(batch_op.f("ix_great_age_settlement_payment_person_id"))

    op.drop_table("great_age_settlement_payment")
    with op.batch_alter_table("great_age_settlement_objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_great_age_settlement_objection_settlement_id"))
        batch_op.drop_index(batch_op.f("ix_great_age_settlement_objection_objector_id"))

    op.drop_table("great_age_settlement_objection")
    with op.batch_alter_table("great_age_settlement_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_great_age_settlement_line_settlement_id"))
        batch_op.drop_index(batch_op.f("ix_great_age_settlement_line_person_id"))

    op.drop_table("great_age_settlement_line")
    with op.batch_alter_table("great_age_settlement_event", schema=None) as batch_op:
        batch_op.drop_index("ix_great_age_settlement_event_settlement")

    op.drop_table("great_age_settlement_event")
    with op.batch_alter_table("great_age_recipient", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_great_age_recipient_unit_id"))
        batch_op.drop_index("ix_great_age_recipient_recent")
        batch_op.drop_index(batch_op.f("ix_great_age_recipient_person_id"))
        batch_op.drop_index("ix_great_age_recipient_county")

    op.drop_table("great_age_recipient")
    with op.batch_alter_table("great_age_settlement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_great_age_settlement_unit_id"))
        batch_op.drop_index("ix_great_age_settlement_township")
        batch_op.drop_index("ix_great_age_settlement_county")

    op.drop_table("great_age_settlement")
