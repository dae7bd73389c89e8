"""以案定补: awards with who mediated, what is booked and who was called; the settlements of streets and counties, with what the checks found."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import keys_of
from portal.records.waiting_migration import create_waiting

revision = "case_subsidy_0001"
down_revision = None
branch_labels = None
depends_on = None

AWARD, SETTLEMENT, USER, PERSON = "case_subsidy_award", "case_subsidy_settlement", "accounts_user", "people_person"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
WAITING = (
    (AWARD, "open", "status IN ('found', 'declared')", ("created_at",)),
    (
        SETTLEMENT,
        "open",
        "status IN ('open', 'submitted', 'checked', 'reviewed', 'published', 'settled')",
        ("first_day",),
    ),
)
TABLES = (  # in the order in which they are made
    AWARD,
    "case_subsidy_event",
    "case_subsidy_share",
    "case_subsidy_entry",
    "case_subsidy_call",
    "case_subsidy_payee",
    SETTLEMENT,
    f"{SETTLEMENT}_event",
    f"{SETTLEMENT}_line",
    f"{SETTLEMENT}_objection",
    f"{SETTLEMENT}_payment",
    f"{SETTLEMENT}_writeoff",
    "case_subsidy_finding",
)


def upgrade() -> None:
    _awards()
    _below_awards()
    _settlements()
    _below_settlements()
    create_waiting(WAITING)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _awards() -> None:
    _record(
        AWARD,
        _text("body", 100),
        _text("dispute", 60),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("oral", sa.Boolean(), nullable=False),
        sa.Column("lacking", sa.Text(), nullable=False),
        sa.Column("sketch", sa.JSON(), nullable=False),
        _text("claimed", 10),
        _text("grade", 10),
        _money("amount_fen"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        _text("origin_kind", 40),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.UniqueConstraint("case_id", name="uq_case_subsidy_award_case"),
        refs={"case_id": "cases_case"},
        maybe={"declared_by_id": USER, "approved_by_id": USER},
    )
    op.create_index("ix_case_subsidy_award_number", AWARD, ["number"])
    for level in ("county", "township"):
        op.create_index(f"ix_case_subsidy_award_{level}", AWARD, [f"{level}_id", "created_at", "id"])
    for level in ("city", "community", "grid", "subgrid", "unit"):
        op.create_index(f"ix_case_subsidy_award_{level}_listed", AWARD, [f"{level}_id", "created_at", "id"])
    _events("case_subsidy_event", "award", AWARD)


def _below_awards() -> None:
    below = {"award_id": AWARD}
    _table(
        "case_subsidy_share",
        sa.Column("mediator_id", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        _money("amount_fen"),
        refs=below,
        maybe={"user_id": USER},
        indexed=("award_id",),
    )
    _table(
        "case_subsidy_entry",
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        _money("amount_fen"),
        _text("basis", 200),
        refs=below | {"person_id": PERSON},
        indexed=("award_id", "booked_on", "person_id"),
    )
    _table(
        "case_subsidy_call",
        sa.Column("called_on", sa.Date(), nullable=False),
        _text("way", 10),
        _text("result", 10),
        _text("words", 300),
        refs=below | {"caller_id": USER},
        indexed=("award_id",),
    )
    _table(
        "case_subsidy_payee",
        _text("kind", 40),
        sa.Column("mediator_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("kind", "mediator_id", name=op.f("uq_case_subsidy_payee_kind_mediator_id")),
        refs={"person_id": PERSON, "named_by_id": USER},
        indexed=("person_id",),
    )


def _settlements() -> None:
    _record(
        SETTLEMENT,
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        _money("amount_fen"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.Column("published_from", sa.Date(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
        sa.UniqueConstraint("unit_id", "first_day", name=op.f("uq_case_subsidy_settlement_unit_id_first_day")),
        maybe={"maker_id": USER, "checker_id": USER, "reviewer_id": USER},
    )
    op.create_index(op.f("ix_case_subsidy_settlement_unit_id"), SETTLEMENT, ["unit_id"])
    for level in ("county", "township"):
        op.create_index(f"ix_case_subsidy_settlement_{level}", SETTLEMENT, [f"{level}_id", "first_day", "id"])
    _events(f"{SETTLEMENT}_event", "settlement", SETTLEMENT)


def _below_settlements() -> None:
    below = {"settlement_id": SETTLEMENT}
    _table(
        f"{SETTLEMENT}_line",
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        _money("amount_fen"),
        _text("basis", 200),
        _text("note", 200),
        refs=below | {"person_id": PERSON},
        indexed=("settlement_id", "person_id"),
    )
    _table(
        f"{SETTLEMENT}_objection",
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        refs=below,
        maybe={"objector_id": "records_contact"},
        indexed=("settlement_id", "objector_id"),
    )
    _table(
        f"{SETTLEMENT}_payment",
        _text("payee", 100),
        _money("amount_fen"),
        _text("status", 10),
        sa.Column("paid_on", sa.Date(), nullable=True),
        _text("receipt", 60),
        _text("reason", 200),
        sa.Column("for_day", sa.Date(), nullable=True),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_case_subsidy_settlement_payment_moved")),
        refs=below,
        maybe={"person_id": PERSON},
        indexed=("settlement_id", "person_id"),
    )
    _table(
        f"{SETTLEMENT}_writeoff",
        _text("cause", 10),
        _text("reason", 300),
        _text("document", 100),
        _money("amount_fen"),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        _text("decision", 10),
        _text("opinion", 300),
        sa.Column("decided_on", sa.Date(), nullable=True),
        refs=below | {"payment_id": f"{SETTLEMENT}_payment", "proposed_by_id": USER},
        maybe={"decided_by_id": USER},
        indexed=("settlement_id", "payment_id"),
    )
    _table(
        "case_subsidy_finding",
        _text("rule", 20),
        _text("mark", 120),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("gone_on", sa.Date(), nullable=True),
        _text("decision", 10),
        _text("reason", 300),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint(
            "settlement_id", "rule", "mark", name=op.f("uq_case_subsidy_finding_settlement_id_rule_mark")
        ),
        refs=below,
        maybe={"award_id": AWARD, "decided_by_id": USER},
        indexed=("award_id",),
    )


def _text(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _money(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _record(table: str, *columns, refs: Mapping[str, str] = {}, maybe: Mapping[str, str]) -> None:
    """A table with the columns that every record has."""
    _table(
        table,
        _text("number", 60),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("status", 16),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        *columns,
        refs={**refs, "unit_id": "org_unit"},
        maybe=maybe,
    )


def _table(table: str, *columns, refs: Mapping[str, str], maybe: Mapping[str, str] = {}, indexed: tuple = ()) -> None:
    """A table with `columns`, its id, and columns that lead to other tables: `refs` always, `maybe` where there is one; each of `indexed` with an index."""
    leads = [
        *(sa.Column(name, sa.Integer(), nullable=False) for name in refs),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in maybe),
    ]
    rules = [each for each in columns if not isinstance(each, sa.Column)]
    own = [each for each in columns if isinstance(each, sa.Column)]
    op.create_table(
        table, sa.Column("id", sa.Integer(), nullable=False), *own, *leads, *keys_of(table, {**refs, **maybe}), *rules
    )
    for name in indexed:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _events(table: str, name: str, of: str) -> None:
    """The timeline of the records in `of`."""
    _table(
        table,
        _text("verb", 20),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _text("from_status", 16),
        _text("to_status", 16),
        refs={f"{name}_id": of},
        maybe={"actor_id": USER},
    )
    op.create_index(f"ix_{table}_{name}", table, [f"{name}_id", "id"])
