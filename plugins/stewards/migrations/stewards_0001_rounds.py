"""Neighbourhoods with their stewards, notes of rounds."""

import sqlalchemy as sa
from alembic import op

revision = "stewards_0001"
down_revision = None
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    op.create_table(
        "stewards_neighbourhood",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        *_placed("stewards_neighbourhood"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["people_organisation.id"], name=op.f("fk_stewards_neighbourhood_organisation_id")
        ),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_stewards_neighbourhood_unit_id_name")),
    )
    _indexes("stewards_neighbourhood", "founded_on")
    op.create_table(
        "stewards_steward",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=10), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["stewards_neighbourhood.id"], name=op.f("fk_stewards_steward_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["records_contact.id"], name=op.f("fk_stewards_steward_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stewards_steward")),
    )
    for column in ("neighbourhood_id", "contact_id"):
        op.create_index(op.f(f"ix_stewards_steward_{column}"), "stewards_steward", [column])
    op.create_table(
        "stewards_round",
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("location", sa.String(length=60), nullable=False),
        sa.Column("matter", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("recorder_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        *_placed("stewards_round"),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["stewards_neighbourhood.id"], name=op.f("fk_stewards_round_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_stewards_round_case_id")),
        sa.ForeignKeyConstraint(["recorder_id"], ["accounts_user.id"], name=op.f("fk_stewards_round_recorder_id")),
    )
    _indexes("stewards_round", "noted_at")
    op.create_index("ix_stewards_round_waiting", "stewards_round", ["unit_id", "status", "id"])
    for column in ("neighbourhood_id", "case_id"):
        op.create_index(op.f(f"ix_stewards_round_{column}"), "stewards_round", [column])
    op.create_table(
        "stewards_round_event",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_stewards_round_event_actor_id")),
        sa.ForeignKeyConstraint(["round_id"], ["stewards_round.id"], name=op.f("fk_stewards_round_event_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stewards_round_event")),
    )
    op.create_index("ix_stewards_round_event_round", "stewards_round_event", ["round_id", "id"])


def downgrade() -> None:
    """The people named as stewards go with the roster."""
    contact = sa.table("records_contact", sa.column("id"))
    steward = sa.table("stewards_steward", sa.column("contact_id"))
    named = op.get_bind().scalars(sa.select(steward.c.contact_id).where(steward.c.contact_id.is_not(None))).all()
    for name in ("round_event", "round", "steward", "neighbourhood"):
        op.drop_table(f"stewards_{name}")
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
