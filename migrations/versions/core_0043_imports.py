"""imports: long ones go on behind the pages; which column is which field is remembered

Revision ID: core_0043
Revises: core_0046b
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "core_0043"
down_revision = "core_0046b"
branch_labels = None
depends_on = None

BATCH, PIECE, MAPPING = "records_import", "records_import_piece", "records_mapping"


def upgrade() -> None:
    op.create_table(
        PIECE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], [f"{BATCH}.id"], name=op.f("fk_records_import_piece_batch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_import_piece")),
    )
    op.create_index(op.f("ix_records_import_piece_batch_id"), PIECE, ["batch_id"])
    op.create_table(
        MAPPING,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("headings", sa.String(length=32), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_records_mapping_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_mapping")),
        sa.UniqueConstraint("key", "unit_id", "headings", name="uq_records_mapping_headings"),
    )
    bind = op.get_bind()
    bind.execute(
        sa.text("DELETE FROM records_import WHERE state NOT IN ('entered', 'entering')")
    )  # to be uploaded again
    batch, piece = _table(BATCH, "id", "made", "content"), _table(PIECE, "batch_id", "rows", "made")
    for row in bind.execute(sa.select(batch.c.id, batch.c.made)).all():
        if made := _read(row.made):
            bind.execute(piece.insert().values(batch_id=row.id, rows=len(made), made=made))
    bind.execute(batch.update().values(content=""))  # was stored otherwise, and is no longer needed
    with op.batch_alter_table(BATCH) as table:
        table.drop_column("made")
        for column in _added():
            table.add_column(column)


def downgrade() -> None:
    with op.batch_alter_table(BATCH) as table:
        for column in reversed(_added()):
            table.drop_column(column.name)
        table.add_column(sa.Column("made", sa.JSON(), server_default="[]", nullable=False))
    bind = op.get_bind()
    bind.execute(sa.text("DELETE FROM records_import WHERE state NOT IN ('entered', 'entering')"))
    batch, piece = _table(BATCH, "id", "made"), _table(PIECE, "id", "batch_id", "made")
    made: dict[int, list] = {}
    for row in bind.execute(sa.select(piece.c.batch_id, piece.c.made).order_by(piece.c.id)).all():
        made.setdefault(row.batch_id, []).extend(_read(row.made))
    for ident, rows in made.items():
        bind.execute(batch.update().where(batch.c.id == ident).values(made=rows))
    op.drop_table(MAPPING)
    op.drop_table(PIECE)


def _added() -> list[sa.Column]:
    return [
        sa.Column("file", sa.String(), server_default="", nullable=False),
        sa.Column("outlined", sa.String(), server_default="", nullable=False),
        sa.Column("rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gone", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("pictures", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("looked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("said", sa.String(length=300), server_default="", nullable=False),
    ]


def _table(name: str, *columns: str) -> sa.TableClause:
    kinds = {"made": sa.JSON(), "content": sa.String()}
    return sa.table(name, *(sa.column(each, kinds.get(each, sa.Integer())) for each in columns))


def _read(made: list | str | None) -> list:
    return json.loads(made) if isinstance(made, str) else made or []
