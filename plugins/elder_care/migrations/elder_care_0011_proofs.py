"""A category may have a scan of the paper that proves it."""

import sqlalchemy as sa
from alembic import op

revision = "elder_care_0011"
down_revision = "elder_care_0010"
branch_labels = None
depends_on = None

KEY, INDEX = "fk_elder_care_category_proof_id", "ix_elder_care_category_proof_id"


def upgrade() -> None:
    with op.batch_alter_table("elder_care_category") as batch:
        batch.add_column(sa.Column("proof_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(KEY), "files_attachment", ["proof_id"], ["id"])
        batch.create_index(op.f(INDEX), ["proof_id"], unique=False)


def downgrade() -> None:
    """The scans go: nothing would point at them."""
    category = sa.table("elder_care_category", sa.column("proof_id", sa.Integer))
    attachment = sa.table("files_attachment", sa.column("id", sa.Integer))
    gone = op.get_bind().scalars(sa.select(category.c.proof_id).where(category.c.proof_id.is_not(None))).all()
    with op.batch_alter_table("elder_care_category") as batch:
        batch.drop_index(op.f(INDEX))
        batch.drop_constraint(op.f(KEY), type_="foreignkey")
        batch.drop_column("proof_id")
    for ident in gone:
        op.get_bind().execute(attachment.delete().where(attachment.c.id == ident))
