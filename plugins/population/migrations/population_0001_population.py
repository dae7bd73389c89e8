"""户, 成员, 定类, 住处, 房屋, 房主, 承租, 人员类别, and the beginnings by which addresses are found."""

import sqlalchemy as sa
from alembic import op

from portal.records.waiting_migration import create_waiting

revision = "population_0001"
down_revision = None
branch_labels = None
depends_on = None

PLACES = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
WAITING = (
    ("population_household", "review", "review_on IS NOT NULL", ("review_on",)),
    ("population_premises", "due", "due_on IS NOT NULL", ("due_on",)),
)
TABLES = (  # in the order in which they are made
    "population_household",
    "population_premises",
    "population_address_term",
    "population_grading",
    "population_household_event",
    "population_kind",
    "population_lease",
    "population_owner",
    "population_premises_event",
    "population_residence",
    "population_kind_event",
    "population_member",
)
NOW = "valid_until IS NULL"
ONE_OWNER = (
    "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN who_id IS NULL THEN 0 ELSE 1 END) <= 1"
)


def upgrade() -> None:
    _households()
    _premises()
    _kinds()
    _spells()
    create_waiting(WAITING)


def downgrade() -> None:
    """Owners who are only named go with the premises."""
    contact = sa.table("records_contact", sa.column("id"))
    owner = sa.table("population_owner", sa.column("who_id"))
    named = op.get_bind().scalars(sa.select(owner.c.who_id).where(owner.c.who_id.is_not(None))).all()
    for table in reversed(TABLES):
        op.drop_table(table)
    for start in range(0, len(named), 500):
        op.get_bind().execute(contact.delete().where(contact.c.id.in_(named[start : start + 500])))


def _households() -> None:
    _table(
        "population_household",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("graded_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        *_record("population_household"),
    )
    _lists("population_household")
    op.create_index("ix_population_household_number", "population_household", ["number"])
    _only("uq_population_household_code", "population_household", ["county_id", "code"], "code <> ''")
    _events("household")
    _table(
        "population_grading",
        _key("population_grading", "household_id", "population_household"),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _key("population_grading", "by_id", "accounts_user", nullable=True),
    )
    _found_by("population_grading", "household_id")


def _premises() -> None:
    _table(
        "population_premises",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("address_key", sa.String(length=80), nullable=False),
        sa.Column("estate", sa.String(length=40), nullable=False),
        sa.Column("building", sa.String(length=20), nullable=False),
        sa.Column("entrance", sa.String(length=20), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(length=20), nullable=False),
        sa.Column("use", sa.String(length=8), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        *_record("population_premises"),
    )
    _lists("population_premises")
    _only("uq_population_premises_address", "population_premises", ["county_id", "address_key"], "status = 'here'")
    _events("premises")
    by_letter = sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql")
    op.create_table(
        "population_address_term",
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("term", by_letter, nullable=False),
        _key("population_address_term", "premises_id", "population_premises"),
        sa.PrimaryKeyConstraint("scope", "term", "premises_id", name="pk_population_address_term"),
    )
    op.create_index("ix_population_address_term_premises", "population_address_term", ["premises_id"])


def _kinds() -> None:
    _table(
        "population_kind",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("guarded", sa.Boolean(), nullable=False),
        _key("population_kind", "person_id", "people_person"),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        *_days(),
        *_record("population_kind"),
    )
    _lists("population_kind")
    _found_by("population_kind", "person_id")
    _events("kind", "held_id")


def _spells() -> None:
    """What holds from one day to another: members, homes, owners, leases."""
    _table(
        "population_member",
        _key("population_member", "household_id", "population_household"),
        _key("population_member", "person_id", "people_person"),
        sa.Column("relation", sa.String(length=12), nullable=False),
        _key("population_member", "came_with_id", "population_kind", nullable=True),
        *_days(),
    )
    _found_by("population_member", "household_id", "came_with_id")
    op.create_index("ix_population_member_ever", "population_member", ["person_id"])
    _only("uq_population_member_person", "population_member", ["person_id"], NOW)
    _table(
        "population_residence",
        _key("population_residence", "household_id", "population_household"),
        _key("population_residence", "premises_id", "population_premises"),
        sa.Column("by_roster", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        *_days(),
    )
    _found_by("population_residence", "household_id", "premises_id")
    _only("uq_population_residence_now", "population_residence", ["household_id"], NOW)
    _table(
        "population_owner",
        _key("population_owner", "premises_id", "population_premises"),
        _key("population_owner", "person_id", "people_person", nullable=True),
        _key("population_owner", "organisation_id", "people_organisation", nullable=True),
        sa.Column("share", sa.Integer(), nullable=True),
        _key("population_owner", "who_id", "records_contact", nullable=True),
        *_days(),
        sa.CheckConstraint(ONE_OWNER, name="ck_population_owner_one_kind"),
    )
    _found_by("population_owner", "premises_id", "person_id", "organisation_id", "who_id")
    _table(
        "population_lease",
        _key("population_lease", "premises_id", "population_premises"),
        _key("population_lease", "person_id", "people_person", nullable=True),
        sa.Column("contract_until", sa.Date(), nullable=True),
        *_days(),
    )
    _found_by("population_lease", "premises_id", "person_id")


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    ident = sa.Column("id", sa.Integer(), nullable=False)
    op.create_table(name, ident, *columns, sa.PrimaryKeyConstraint("id", name=f"pk_{name}"))


def _key(table: str, column: str, target: str, *, nullable: bool = False) -> sa.Column:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{column}")
    return sa.Column(column, sa.Integer(), key, nullable=nullable)


def _days() -> list[sa.Column]:
    return [sa.Column("valid_from", sa.Date(), nullable=False), sa.Column("valid_until", sa.Date(), nullable=True)]


def _record(table: str) -> list[sa.Column]:
    """The columns of a record that lies in a unit."""
    return [
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        _key(table, "unit_id", "org_unit"),
        *(sa.Column(each, sa.Integer(), nullable=True) for each in PLACES),
    ]


def _events(of: str, column: str = "") -> None:
    """The timeline of a record."""
    name, column = f"population_{of}_event", column or f"{of}_id"
    _table(
        name,
        _key(name, column, f"population_{of}"),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _key(name, "actor_id", "accounts_user", nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
    )
    _found_by(name, column)


def _lists(table: str) -> None:
    """The orders in which a list of a township and of a county is read."""
    _found_by(table, "unit_id")
    op.create_index(f"ix_{table}_recent", table, ["township_id", "created_at", "id"])
    op.create_index(f"ix_{table}_county", table, ["county_id", "created_at", "id"])


def _found_by(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _only(name: str, table: str, columns: list[str], where: str) -> None:
    """One at a time, of the rows for which that holds."""
    held = sa.text(where)
    op.create_index(name, table, columns, unique=True, sqlite_where=held, postgresql_where=held)
