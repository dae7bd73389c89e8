"""一约四会: editions of the rules of a village, councils with their members and activities."""

import sqlalchemy as sa
from alembic import op

revision = "village_affairs_0002"
down_revision = "village_affairs_0001"
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    op.create_table(
        "village_affairs_covenant",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=16), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.Integer(), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        *_placed("village_affairs_covenant"),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["village_affairs_matter.id"], name=op.f("fk_village_affairs_covenant_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["filed_by_id"], ["accounts_user.id"], name=op.f("fk_village_affairs_covenant_filed_by_id")
        ),
        sa.UniqueConstraint(
            "unit_id", "kind", "edition", name=op.f("uq_village_affairs_covenant_unit_id_kind_edition")
        ),
    )
    _indexes("village_affairs_covenant", "created_at")
    op.create_table(
        "village_affairs_covenant_event",
        sa.Column("covenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_village_affairs_covenant_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id"], ["village_affairs_covenant.id"], name=op.f("fk_village_affairs_covenant_event_covenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_affairs_covenant_event")),
    )
    op.create_index(
        "ix_village_affairs_covenant_event_covenant", "village_affairs_covenant_event", ["covenant_id", "id"]
    )
    op.create_table(
        "village_affairs_council",
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("charter", sa.Text(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        *_placed("village_affairs_council"),
        sa.UniqueConstraint("unit_id", "kind", name=op.f("uq_village_affairs_council_unit_id_kind")),
    )
    _indexes("village_affairs_council", "founded_on")
    op.create_table(
        "village_affairs_council_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("post", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["council_id"], ["village_affairs_council.id"], name=op.f("fk_village_affairs_council_member_council_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["records_contact.id"], name=op.f("fk_village_affairs_council_member_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_affairs_council_member")),
    )
    for column in ("council_id", "contact_id"):
        op.create_index(op.f(f"ix_village_affairs_council_member_{column}"), "village_affairs_council_member", [column])
    op.create_table(
        "village_affairs_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("people", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["village_affairs_council.id"], name=op.f("fk_village_affairs_activity_council_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_affairs_activity")),
    )
    op.create_index("ix_village_affairs_activity_council", "village_affairs_activity", ["council_id", "on", "id"])


def downgrade() -> None:
    """The people named as members go with the rosters."""
    contact = sa.table("records_contact", sa.column("id"))
    member = sa.table("village_affairs_council_member", sa.column("contact_id"))
    named = op.get_bind().scalars(sa.select(member.c.contact_id).where(member.c.contact_id.is_not(None))).all()
    for name in ("activity", "council_member", "council", "covenant_event", "covenant"):
        op.drop_table(f"village_affairs_{name}")
    op.get_bind().execute(contact.delete().where(contact.c.id.in_(named)))


def _placed(table: str) -> list:
    """Id, unit and ancestors, as every placed row has them."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f(f"fk_{table}_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _indexes(table: str, order: str) -> None:
    for level in ("county", "township"):
        op.create_index(f"ix_{table}_{level}", table, [f"{level}_id", order, "id"])
    op.create_index(op.f(f"ix_{table}_unit_id"), table, ["unit_id"])
