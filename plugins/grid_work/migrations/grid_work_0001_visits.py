"""走访户, 走访记录, 停访."""

import sqlalchemy as sa
from alembic import op

from portal.records.in_order_migration import create_list_indexes
from portal.records.waiting_migration import create_waiting

revision = "grid_work_0001"
down_revision = None
branch_labels = None
depends_on = None

PLACES = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
LISTED = (
    ("grid_work_home", "created_at"),
    ("grid_work_visit", "on"),
    ("grid_work_pause", "valid_from"),
)
WAITING = (
    ("grid_work_home", "due", "due_on IS NOT NULL", ("due_on",)),
    ("grid_work_home", "check", "check_since IS NOT NULL", ("check_since",)),
    ("grid_work_home", "review", "review_on IS NOT NULL", ("review_on",)),
    ("grid_work_visit", "open", "status IN ('found', 'changed', 'reported')", ("on",)),
)
HERE = "status = 'here'"
TABLES = ("grid_work_home", "grid_work_home_event", "grid_work_visit", "grid_work_visit_event", "grid_work_pause")


def upgrade() -> None:
    _homes()
    _visits()
    _pauses()
    create_list_indexes(LISTED)
    create_waiting(WAITING)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _homes() -> None:
    _table(
        "grid_work_home",
        sa.Column("building", sa.String(length=80), nullable=False),
        sa.Column("room", sa.String(length=20), nullable=False),
        _key("grid_work_home", "person_id", "people_person", nullable=True),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("wish", sa.String(length=8), nullable=False),
        sa.Column("wish_said", sa.String(length=100), nullable=False),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("check_since", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("origin_kind", sa.String(length=40), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        *_record("grid_work_home"),
    )
    _found_by("grid_work_home", "unit_id", "person_id", "number")
    op.create_index("ix_grid_work_home_recent", "grid_work_home", ["township_id", "created_at", "id"])
    op.create_index("ix_grid_work_home_county", "grid_work_home", ["county_id", "created_at", "id"])
    address = ["county_id", "building", "room"]
    for name, columns, unique, where in (
        ("uq_grid_work_home_origin", ["origin_kind", "origin_id"], True, "origin_id IS NOT NULL"),
        ("ix_grid_work_home_address", address, False, HERE),
        ("uq_grid_work_home_address", address, True, f"{HERE} AND origin_id IS NULL"),
    ):
        held = sa.text(where)
        op.create_index(name, "grid_work_home", columns, unique=unique, sqlite_where=held, postgresql_where=held)
    _events("home")
    _found_by("grid_work_home_event", "home_id")


def _visits() -> None:
    _table(
        "grid_work_visit",
        _key("grid_work_visit", "home_id", "grid_work_home"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("met", sa.String(length=8), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("matter", sa.String(length=10), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        _key("grid_work_visit", "recorder_id", "accounts_user"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        _key("grid_work_visit", "case_id", "cases_case", nullable=True),
        *_record("grid_work_visit"),
    )
    _found_by("grid_work_visit", "unit_id", "case_id")
    op.create_index("ix_grid_work_visit_home", "grid_work_visit", ["home_id", "on", "id"])
    op.create_index("ix_grid_work_visit_county", "grid_work_visit", ["county_id", "on", "id"])
    op.create_index("ix_grid_work_visit_township", "grid_work_visit", ["township_id", "on", "id"])
    _events("visit")
    op.create_index("ix_grid_work_visit_event_visit", "grid_work_visit_event", ["visit_id", "id"])


def _pauses() -> None:
    _table(
        "grid_work_pause",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        *_placed("grid_work_pause"),
    )
    _found_by("grid_work_pause", "unit_id")
    op.create_index("ix_grid_work_pause_county", "grid_work_pause", ["county_id", "valid_from", "id"])
    op.create_index("ix_grid_work_pause_township", "grid_work_pause", ["township_id", "valid_from", "id"])


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    ident = sa.Column("id", sa.Integer(), nullable=False)
    op.create_table(name, ident, *columns, sa.PrimaryKeyConstraint("id", name=f"pk_{name}"))


def _key(table: str, column: str, target: str, *, nullable: bool = False) -> sa.Column:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{column}")
    return sa.Column(column, sa.Integer(), key, nullable=nullable)


def _placed(table: str) -> list[sa.Column]:
    places = (sa.Column(each, sa.Integer(), nullable=True) for each in PLACES)
    return [_key(table, "unit_id", "org_unit"), *places]


def _record(table: str) -> list[sa.Column]:
    """The columns of a record that lies in a unit."""
    return [
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        *_placed(table),
    ]


def _events(of: str) -> None:
    """The timeline of a record."""
    name = f"grid_work_{of}_event"
    _table(
        name,
        _key(name, f"{of}_id", f"grid_work_{of}"),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _key(name, "actor_id", "accounts_user", nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
    )


def _found_by(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
