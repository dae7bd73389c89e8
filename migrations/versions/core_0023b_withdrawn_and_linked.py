"""cases: withdrawn, taken up again, merged into another, split from another; parties who came with a merged one

Revision ID: core_0023b
Revises: core_0020
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0023b"
down_revision = "core_0020"
branch_labels = None
depends_on = None

CAME_WITH = "fk_cases_party_came_with_id_cases_case"


def _table(name: str, *columns: sa.Column, **keys: str) -> None:
    """A table of cases; `keys`: column → the table it points at."""
    keys = {"case_id": "cases_case", "by_id": "accounts_user"} | keys
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}_{table}"))
            for column, table in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    _table(
        "cases_withdrawal",
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        party_id="cases_party",
    )
    _table("cases_reopening")
    _table(
        "cases_link",
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("status_was", sa.String(12), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        other_id="cases_case",
        ended_by_id="accounts_user",
    )
    for name in ("case_id", "party_id"):
        op.create_index(op.f(f"ix_cases_withdrawal_{name}"), "cases_withdrawal", [name])
    op.create_index(op.f("ix_cases_reopening_case_id"), "cases_reopening", ["case_id"])
    op.create_index("ix_cases_link_case", "cases_link", ["case_id", "kind"])
    op.create_index("ix_cases_link_other", "cases_link", ["other_id", "kind"])
    with op.batch_alter_table("cases_party") as table:
        table.add_column(sa.Column("came_with_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(CAME_WITH), "cases_case", ["came_with_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("cases_party") as table:
        table.drop_constraint(op.f(CAME_WITH), type_="foreignkey")
        table.drop_column("came_with_id")
    for name in ("cases_link", "cases_reopening", "cases_withdrawal"):
        op.drop_table(name)
