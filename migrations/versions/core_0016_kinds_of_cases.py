"""cases: the district's own list of kinds, and the nature of a case (a dispute, until now)

Revision ID: core_0016
Revises: core_0013
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0016"
down_revision = "core_0013"
branch_labels = None
depends_on = None

TABLE = "cases_kind_change"
FIRST_LEVEL = [f"{number:02d}" for number in range(1, 17)]
EXTRA = 50  # second-level codes from here on, and first-level ones above 16, came with this migration


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("county_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("national", sa.String(length=4), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("successor", sa.String(length=4), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_cases_kind_change_actor_id_accounts_user")
        ),
        sa.ForeignKeyConstraint(["county_id"], ["org_unit.id"], name=op.f("fk_cases_kind_change_county_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_kind_change")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_kind_change_county", TABLE, ["county_id", "code", "id"])
    op.add_column("cases_case", sa.Column("nature", sa.String(length=10), nullable=False, server_default="dispute"))


def downgrade() -> None:
    """Kinds that were not known before become 其他 of their group, or 其他."""
    case = sa.table("cases_case", sa.column("kind", sa.String))
    group, kind = _signs(case.c.kind, 1), _signs(case.c.kind, 3)
    op.execute(case.update().where(group.not_in([*FIRST_LEVEL, "99"])).values(kind="99"))
    unknown = (kind >= str(EXTRA)) & (kind != "99")
    op.execute(case.update().where(unknown, group.in_(["14", "16"])).values(kind=group))
    op.execute(case.update().where(unknown).values(kind=group + "99"))
    op.drop_column("cases_case", "nature")
    op.drop_index("ix_cases_kind_change_county", table_name=TABLE)
    op.drop_table(TABLE)


def _signs(column: sa.ColumnElement, first: int) -> sa.ColumnElement:
    """Two signs of a code."""
    return sa.func.substr(column, first, 2, type_=sa.String)
