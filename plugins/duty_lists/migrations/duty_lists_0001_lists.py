"""The lists with their rows; applications with the answers of communities."""

import sqlalchemy as sa
from alembic import op

revision = "duty_lists_0001"
down_revision = None
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
TABLES = ("edition", "edition_event", "item", "admission", "admission_event", "opinion", "opinion_event")


def upgrade() -> None:
    op.create_table(
        "duty_lists_edition",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["accounts_user.id"], name=op.f("fk_duty_lists_edition_drafted_by_id")
        ),
        sa.UniqueConstraint("unit_id", "kind", "edition", name=op.f("uq_duty_lists_edition_unit_id_kind_edition")),
        *_record("duty_lists_edition"),
    )
    _indexes("duty_lists_edition")

    op.create_table(
        "duty_lists_edition_event",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["duty_lists_edition.id"], name=op.f("fk_duty_lists_edition_event_edition_id")
        ),
        *_entry("duty_lists_edition_event"),
    )
    op.create_index("ix_duty_lists_edition_event_edition", "duty_lists_edition_event", ["edition_id", "id"])

    op.create_table(
        "duty_lists_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("basis_number", sa.String(length=60), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("superior_duty", sa.Text(), nullable=False),
        sa.Column("own_duty", sa.Text(), nullable=False),
        sa.Column("boundary", sa.Text(), nullable=False),
        sa.Column("funded", sa.Boolean(), nullable=False),
        sa.Column("takeover", sa.Text(), nullable=False),
        sa.Column("transition_until", sa.Date(), nullable=True),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("frequency", sa.String(length=40), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("enters_homes", sa.Boolean(), nullable=False),
        sa.Column("admission_number", sa.String(length=60), nullable=False),
        sa.Column("exit_terms", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["duty_lists_edition.id"], name=op.f("fk_duty_lists_item_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_lists_item")),
        sa.UniqueConstraint("edition_id", "serial", name=op.f("uq_duty_lists_item_edition_id_serial")),
    )

    op.create_table(
        "duty_lists_admission",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("sender", sa.String(length=60), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("person_times", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("funds_fen", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("pilot", sa.Text(), nullable=False),
        sa.Column("exit_terms", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("assess_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["accounts_user.id"], name=op.f("fk_duty_lists_admission_registered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["accounts_user.id"], name=op.f("fk_duty_lists_admission_reviewed_by_id")
        ),
        *_record("duty_lists_admission"),
    )
    _indexes("duty_lists_admission")

    op.create_table(
        "duty_lists_admission_event",
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["duty_lists_admission.id"], name=op.f("fk_duty_lists_admission_event_admission_id")
        ),
        *_entry("duty_lists_admission_event"),
    )
    op.create_index("ix_duty_lists_admission_event_admission", "duty_lists_admission_event", ["admission_id", "id"])

    op.create_table(
        "duty_lists_opinion",
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["duty_lists_admission.id"], name=op.f("fk_duty_lists_opinion_admission_id")
        ),
        sa.UniqueConstraint("admission_id", "unit_id", name=op.f("uq_duty_lists_opinion_admission_id_unit_id")),
        *_record("duty_lists_opinion"),
    )
    _indexes("duty_lists_opinion")

    op.create_table(
        "duty_lists_opinion_event",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["duty_lists_opinion.id"], name=op.f("fk_duty_lists_opinion_event_opinion_id")
        ),
        *_entry("duty_lists_opinion_event"),
    )
    op.create_index("ix_duty_lists_opinion_event_opinion", "duty_lists_opinion_event", ["opinion_id", "id"])


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(f"duty_lists_{name}")


def _record(table: str) -> list:
    """What every record has: id, number, version, state, unit and ancestors."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f(f"fk_{table}_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _indexes(table: str) -> None:
    for level in ("county", "township"):
        op.create_index(f"ix_{table}_{level}", table, [f"{level}_id", "created_at", "id"])
    op.create_index(op.f(f"ix_{table}_unit_id"), table, ["unit_id"])


def _entry(table: str) -> list:
    """What every entry of a timeline has."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f(f"fk_{table}_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
