"""督办 that went along with a merged case remembers the case with which it came."""

import sqlalchemy as sa
from alembic import op

revision = "supervision_0003"
down_revision = "supervision_0002"
branch_labels = None
depends_on = None

NAME, INDEX = "fk_supervision_supervision_came_with_id", "ix_supervision_supervision_came_with_id"


def upgrade() -> None:
    with op.batch_alter_table("supervision_supervision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("came_with_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(NAME), "cases_case", ["came_with_id"], ["id"])
        batch_op.create_index(op.f(INDEX), ["came_with_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("supervision_supervision", schema=None) as batch_op:
        batch_op.drop_index(op.f(INDEX))
        batch_op.drop_constraint(op.f(NAME), type_="foreignkey")
        batch_op.drop_column("came_with_id")
