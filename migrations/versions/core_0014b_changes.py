"""people: what was said of somebody otherwise than the register has it, and what became of it.

Revision ID: core_0014b
Revises: core_0015
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0014b"
down_revision = "core_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("subject_kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_people_change_of_one")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_people_change_person_id_people_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["people_organisation.id"],
            name=op.f("fk_people_change_organisation_id_people_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_people_change_actor_id_accounts_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_change")),
    )
    with op.batch_alter_table("people_change") as table:
        table.create_index("ix_people_change_person_id", ["person_id"])
        table.create_index("ix_people_change_organisation_id", ["organisation_id"])
    with op.batch_alter_table("cases_party") as table:
        table.add_column(sa.Column("said", sa.JSON(), nullable=True))
    with op.batch_alter_table("records_import") as table:
        table.add_column(sa.Column("differs", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("choices", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("records_import") as table:
        table.drop_column("choices")
        table.drop_column("differs")
    with op.batch_alter_table("cases_party") as table:
        table.drop_column("said")
    op.drop_table("people_change")
