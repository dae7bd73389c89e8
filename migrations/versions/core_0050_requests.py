"""privacy: residents whose data is restricted, and what residents ask for

Revision ID: core_0050
Revises: core_0048
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0050"
down_revision = "core_0048"
branch_labels = None
depends_on = None

TABLE = "privacy_request"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
WAITING, RESTRICTED = sa.text("state = 'asked'"), sa.text("restricted_at IS NOT NULL")


def upgrade() -> None:
    for table in ("people_person", "records_contact"):
        op.add_column(table, sa.Column("restricted_at", sa.DateTime(), nullable=True))
        op.create_index(
            f"ix_{table}_restricted",
            table,
            ["restricted_at"],
            sqlite_where=RESTRICTED,
            postgresql_where=RESTRICTED,
        )
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("who", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("refusal", sa.String(length=200), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_how", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_privacy_request_person_id_people_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts_user.id"], name=op.f("fk_privacy_request_asked_by_id_accounts_user")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts_user.id"], name=op.f("fk_privacy_request_decided_by_id_accounts_user")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_privacy_request_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_request")),
    )
    op.create_index(
        "uq_privacy_request_waiting", TABLE, ["person_id"], unique=True, sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_index("ix_privacy_request_person", TABLE, ["person_id"])
    op.create_index(op.f("ix_privacy_request_unit_id"), TABLE, ["unit_id"])


def downgrade() -> None:
    """What was restricted is in use again, and who asked for what is gone."""
    op.drop_table(TABLE)
    for table in ("records_contact", "people_person"):
        op.drop_index(f"ix_{table}_restricted", table)
        op.drop_column(table, "restricted_at")
