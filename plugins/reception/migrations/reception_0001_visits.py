"""Visits with who came along, and the days of duty."""

import sqlalchemy as sa
from alembic import op

revision = "reception_0001"
down_revision = None
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    op.create_table(
        "reception_day",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("leader", sa.String(40), nullable=False),
        sa.Column("room", sa.String(40), nullable=False),
        *_placed("reception_day"),
        sa.UniqueConstraint("unit_id", "on", name=op.f("uq_reception_day_unit_id_on")),
    )
    _indexes("reception_day", "on")
    op.create_table(
        "reception_visit",
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(12), nullable=False),
        sa.Column("desk", sa.String(20), nullable=False),
        sa.Column("visited_at", sa.DateTime(), nullable=False),
        sa.Column("people_count", sa.Integer(), nullable=False),
        sa.Column("speaks", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("handed_at", sa.DateTime(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recorder_id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        *_placed("reception_visit"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f("fk_reception_visit_person_id")),
        sa.ForeignKeyConstraint(["recorder_id"], ["accounts_user.id"], name=op.f("fk_reception_visit_recorder_id")),
        sa.ForeignKeyConstraint(["day_id"], ["reception_day.id"], name=op.f("fk_reception_visit_day_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_reception_visit_case_id")),
    )
    _indexes("reception_visit", "visited_at")
    op.create_index("ix_reception_visit_waiting", "reception_visit", ["unit_id", "status", "id"])
    for column in ("person_id", "day_id", "case_id"):
        op.create_index(op.f(f"ix_reception_visit_{column}"), "reception_visit", [column])
    op.create_table(
        "reception_visit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(20), nullable=False),
        sa.Column("from_status", sa.String(16), nullable=False),
        sa.Column("to_status", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_reception_visit_event_actor_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["reception_visit.id"], name=op.f("fk_reception_visit_event_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reception_visit_event")),
    )
    op.create_index("ix_reception_visit_event_visit", "reception_visit_event", ["visit_id", "id"])
    op.create_table(
        "reception_companion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("speaks", sa.Boolean(), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["reception_visit.id"], name=op.f("fk_reception_companion_visit_id")),
        sa.ForeignKeyConstraint(["who_id"], ["records_contact.id"], name=op.f("fk_reception_companion_who_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reception_companion")),
    )
    for column in ("visit_id", "who_id"):
        op.create_index(op.f(f"ix_reception_companion_{column}"), "reception_companion", [column])


def downgrade() -> None:
    """The people who came along go with the visits."""
    contact = sa.table("records_contact", sa.column("id"))
    companion = sa.table("reception_companion", sa.column("who_id"))
    named = op.get_bind().scalars(sa.select(companion.c.who_id).where(companion.c.who_id.is_not(None))).all()
    for name in ("companion", "visit_event", "visit", "day"):
        op.drop_table(f"reception_{name}")
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


def _indexes(table: str, day: str) -> None:
    for level in ("county", "township"):
        op.create_index(f"ix_{table}_{level}", table, [f"{level}_id", day, "id"])
    op.create_index(op.f(f"ix_{table}_unit_id"), table, ["unit_id"])
