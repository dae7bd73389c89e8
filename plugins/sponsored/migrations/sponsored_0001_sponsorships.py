"""包案: sponsorships, their partners, handovers, contacts, relapses and timeline."""

import sqlalchemy as sa
from alembic import op

revision = "sponsored_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sponsored_sponsorship",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("came_with_id", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=8), nullable=False),
        sa.Column("focus", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("drafter_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("attitude", sa.String(length=8), nullable=False),
        sa.Column("confirmed", sa.String(length=8), nullable=False),
        sa.Column("proofs", sa.Text(), nullable=False),
        sa.Column("meetings", sa.String(length=200), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_at", sa.DateTime(), nullable=True),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("took_days", sa.Integer(), nullable=True),
        sa.Column("visit_due_on", sa.Date(), nullable=True),
        sa.Column("last_visit_on", sa.Date(), nullable=True),
        sa.Column("watched_until", sa.DateTime(), nullable=True),
        sa.Column("relapsed_at", sa.DateTime(), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["applied_by_id"], ["accounts_user.id"], name=op.f("fk_sponsored_sponsorship_applied_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["accounts_user.id"], name=op.f("fk_sponsored_sponsorship_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts_user.id"], name=op.f("fk_sponsored_sponsorship_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["came_with_id"], ["cases_case.id"], name=op.f("fk_sponsored_sponsorship_came_with_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_sponsored_sponsorship_case_id")),
        sa.ForeignKeyConstraint(["drafter_id"], ["accounts_user.id"], name=op.f("fk_sponsored_sponsorship_drafter_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["accounts_user.id"], name=op.f("fk_sponsored_sponsorship_handler_id")),
        sa.ForeignKeyConstraint(["leader_id"], ["accounts_user.id"], name=op.f("fk_sponsored_sponsorship_leader_id")),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["org_unit.id"], name=op.f("fk_sponsored_sponsorship_responsible_id")
        ),
        sa.ForeignKeyConstraint(
            ["struck_by_id"], ["accounts_user.id"], name=op.f("fk_sponsored_sponsorship_struck_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_sponsored_sponsorship_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsored_sponsorship")),
    )
    with op.batch_alter_table("sponsored_sponsorship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sponsored_sponsorship_came_with_id"), ["came_with_id"], unique=False)
        batch_op.create_index("ix_sponsored_sponsorship_case", ["case_id", "status"], unique=False)
        batch_op.create_index("ix_sponsored_sponsorship_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_sponsored_sponsorship_handler", ["handler_id", "status"], unique=False)
        batch_op.create_index("ix_sponsored_sponsorship_leader", ["leader_id", "status"], unique=False)
        batch_op.create_index("ix_sponsored_sponsorship_responsible", ["responsible_id", "status", "id"], unique=False)
        batch_op.create_index("ix_sponsored_sponsorship_township", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sponsored_sponsorship_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "sponsored_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sponsorship_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("with_leader", sa.Boolean(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("done", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts_user.id"], name=op.f("fk_sponsored_contact_by_id")),
        sa.ForeignKeyConstraint(["party_id"], ["cases_party.id"], name=op.f("fk_sponsored_contact_party_id")),
        sa.ForeignKeyConstraint(
            ["sponsorship_id"], ["sponsored_sponsorship.id"], name=op.f("fk_sponsored_contact_sponsorship_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsored_contact")),
    )
    with op.batch_alter_table("sponsored_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sponsored_contact_party_id"), ["party_id"], unique=False)
        batch_op.create_index("ix_sponsored_contact_sponsorship", ["sponsorship_id", "id"], unique=False)

    op.create_table(
        "sponsored_event",
        sa.Column("sponsorship_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_sponsored_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["sponsorship_id"], ["sponsored_sponsorship.id"], name=op.f("fk_sponsored_event_sponsorship_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsored_event")),
    )
    with op.batch_alter_table("sponsored_event", schema=None) as batch_op:
        batch_op.create_index("ix_sponsored_event_sponsorship", ["sponsorship_id", "id"], unique=False)

    op.create_table(
        "sponsored_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sponsorship_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("open_points", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["accounts_user.id"], name=op.f("fk_sponsored_handover_from_id")),
        sa.ForeignKeyConstraint(
            ["sponsorship_id"], ["sponsored_sponsorship.id"], name=op.f("fk_sponsored_handover_sponsorship_id")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["accounts_user.id"], name=op.f("fk_sponsored_handover_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsored_handover")),
    )
    with op.batch_alter_table("sponsored_handover", schema=None) as batch_op:
        batch_op.create_index("ix_sponsored_handover_sponsorship", ["sponsorship_id", "id"], unique=False)

    op.create_table(
        "sponsored_partner",
        sa.Column("sponsorship_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sponsorship_id"], ["sponsored_sponsorship.id"], name=op.f("fk_sponsored_partner_sponsorship_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_sponsored_partner_unit_id")),
        sa.PrimaryKeyConstraint("sponsorship_id", "unit_id", name=op.f("pk_sponsored_partner")),
    )
    with op.batch_alter_table("sponsored_partner", schema=None) as batch_op:
        batch_op.create_index("ix_sponsored_partner_unit", ["unit_id", "sponsorship_id"], unique=False)

    op.create_table(
        "sponsored_relapse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sponsorship_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=4), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts_user.id"], name=op.f("fk_sponsored_relapse_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_sponsored_relapse_case_id")),
        sa.ForeignKeyConstraint(
            ["sponsorship_id"], ["sponsored_sponsorship.id"], name=op.f("fk_sponsored_relapse_sponsorship_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsored_relapse")),
    )
    with op.batch_alter_table("sponsored_relapse", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sponsored_relapse_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sponsored_relapse_sponsorship_id"), ["sponsorship_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sponsored_relapse", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sponsored_relapse_sponsorship_id"))
        batch_op.drop_index(batch_op.f("ix_sponsored_relapse_case_id"))

    op.drop_table("sponsored_relapse")
    with op.batch_alter_table("sponsored_partner", schema=None) as batch_op:
        batch_op.drop_index("ix_sponsored_partner_unit")

    op.drop_table("sponsored_partner")
    with op.batch_alter_table("sponsored_handover", schema=None) as batch_op:
        batch_op.drop_index("ix_sponsored_handover_sponsorship")

    op.drop_table("sponsored_handover")
    with op.batch_alter_table("sponsored_event", schema=None) as batch_op:
        batch_op.drop_index("ix_sponsored_event_sponsorship")

    op.drop_table("sponsored_event")
    with op.batch_alter_table("sponsored_contact", schema=None) as batch_op:
        batch_op.drop_index("ix_sponsored_contact_sponsorship")
        batch_op.drop_index(batch_op.f("ix_sponsored_contact_party_id"))

    op.drop_table("sponsored_contact")
    with op.batch_alter_table("sponsored_sponsorship", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sponsored_sponsorship_unit_id"))
        batch_op.drop_index("ix_sponsored_sponsorship_township")
        batch_op.drop_index("ix_sponsored_sponsorship_responsible")
        batch_op.drop_index("ix_sponsored_sponsorship_leader")
        batch_op.drop_index("ix_sponsored_sponsorship_handler")
        batch_op.drop_index("ix_sponsored_sponsorship_county")
        batch_op.drop_index("ix_sponsored_sponsorship_case")
        batch_op.drop_index(batch_op.f("ix_sponsored_sponsorship_came_with_id"))

    op.drop_table("sponsored_sponsorship")
