"""Who ran a canteen until which day: its meals are paid to whoever ran it then."""

import sqlalchemy as sa
from alembic import op

revision = "elder_care_0015"
down_revision = "elder_care_0014"
branch_labels = None
depends_on = None

TABLE = "elder_care_operator"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["elder_care_canteen.id"], name=op.f("fk_elder_care_operator_canteen_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder_care_operator")),
        sa.UniqueConstraint("canteen_id", "until", name=op.f("uq_elder_care_operator_canteen_id_until")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
