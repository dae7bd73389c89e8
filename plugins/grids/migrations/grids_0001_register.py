"""Grids with who works and sponsors them, and the grids of departments in them."""

import sqlalchemy as sa
from alembic import op

revision = "grids_0001"
down_revision = None
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    op.create_table(
        "grids_grid",
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("boundary", sa.Text(), nullable=False),
        sa.Column("buildings", sa.Text(), nullable=False),
        sa.Column("branch", sa.String(length=80), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("count_source", sa.String(length=60), nullable=False),
        sa.Column("word", sa.String(length=16), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        *_placed("grids_grid"),
        sa.UniqueConstraint("unit_id", name="uq_grids_grid_unit_id"),
        sa.UniqueConstraint("word", name=op.f("uq_grids_grid_word")),
    )
    _indexes("grids_grid", "entered_on")
    op.create_table(
        "grids_grid_event",
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_grids_grid_event_actor_id")),
        sa.ForeignKeyConstraint(["grid_id"], ["grids_grid.id"], name=op.f("fk_grids_grid_event_grid_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grids_grid_event")),
    )
    op.create_index("ix_grids_grid_event_grid", "grids_grid_event", ["grid_id", "id"])
    op.create_table(
        "grids_worker",
        sa.Column("began_in_id", sa.Integer(), nullable=False),
        sa.Column("kept_in_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(length=8), nullable=False),
        sa.Column("office_phone", sa.String(length=30), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        *_membership("grids_worker"),
        sa.ForeignKeyConstraint(["began_in_id"], ["grids_grid.id"], name=op.f("fk_grids_worker_began_in_id")),
        sa.ForeignKeyConstraint(["kept_in_id"], ["grids_grid.id"], name=op.f("fk_grids_worker_kept_in_id")),
        sa.ForeignKeyConstraint(["user_id"], ["accounts_user.id"], name=op.f("fk_grids_worker_user_id")),
    )
    _indexes("grids_worker", "valid_from", "began_in_id", "contact_id", "kept_in_id", "user_id")
    op.create_index("ix_grids_worker_grid", "grids_worker", ["grid_id", "post"])
    op.create_table(
        "grids_sponsor",
        sa.Column("duty", sa.String(length=8), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("task", sa.String(length=200), nullable=False),
        sa.Column("first_unit_id", sa.Integer(), nullable=False),
        *_membership("grids_sponsor"),
        sa.ForeignKeyConstraint(["first_unit_id"], ["org_unit.id"], name=op.f("fk_grids_sponsor_first_unit_id")),
    )
    _indexes("grids_sponsor", "valid_from", "contact_id", "first_unit_id")
    op.create_index("ix_grids_sponsor_name", "grids_sponsor", ["name", "office"])
    op.create_table(
        "grids_department_grid",
        sa.Column("line", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("extent", sa.String(length=5), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *_placed("grids_department_grid"),
        sa.UniqueConstraint("line", "code", "unit_id", name="uq_grids_department_grid_line_code_unit_id"),
    )
    _indexes("grids_department_grid", "entered_on")
    op.create_index("ix_grids_department_grid_grid", "grids_department_grid", ["grid_id", "line"])


def downgrade() -> None:
    """The people named on the rosters go with them. Codes of grids stay: they are those of the tree."""
    contact = sa.table("records_contact", sa.column("id"))
    for roster in ("grids_worker", "grids_sponsor"):
        own = sa.table(roster, sa.column("contact_id"))
        named = op.get_bind().scalars(sa.select(own.c.contact_id).where(own.c.contact_id.is_not(None))).all()
        op.drop_table(roster)
        op.get_bind().execute(contact.delete().where(contact.c.id.in_(named)))
    for name in ("department_grid", "grid_event", "grid"):
        op.drop_table(f"grids_{name}")


def _membership(table: str) -> list:
    """A line of a roster, placed, with its contact and why it ended."""
    return [
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        *_placed(table),
        sa.ForeignKeyConstraint(["contact_id"], ["records_contact.id"], name=op.f(f"fk_{table}_contact_id")),
    ]


def _placed(table: str) -> list:
    """Id, unit and ancestors, as every placed row has them."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f(f"fk_{table}_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _indexes(table: str, day: str, *columns: str) -> None:
    for level in ("county", "township"):
        op.create_index(f"ix_{table}_{level}", table, [f"{level}_id", day, "id"])
    for column in ("unit_id", *columns):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
