"""Files of a deed become attachments of the core, where who sees the deed sees them."""

from contextlib import suppress

import sqlalchemy as sa
from alembic import op

from portal.files import storage

revision = "heroes_0003"
down_revision = "heroes_0002"
branch_labels = None
depends_on = None

POINTERS = (("heroes_evidence", "file_id"), ("heroes_hero", "photo_id"))
SAME = ("purpose", "name", "mime", "sha256", "uploaded_by_id", "at")
SUBJECT = "heroes_deed"


def upgrade() -> None:
    _carry("heroes_file", "files_attachment", _as_attachment)
    op.drop_table("heroes_file")


def downgrade() -> None:
    op.create_table(
        "heroes_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deed_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["deed_id"], ["heroes_deed.id"], name=op.f("fk_heroes_file_deed_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["accounts_user.id"], name=op.f("fk_heroes_file_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heroes_file")),
    )
    with op.batch_alter_table("heroes_file") as batch:
        batch.create_index(op.f("ix_heroes_file_deed_id"), ["deed_id"])
    _carry("files_attachment", "heroes_file", lambda row, deed: {"deed_id": deed.id})
    attachment = _table("files_attachment")
    op.execute(attachment.delete().where(attachment.c.subject_kind == SUBJECT))


def _as_attachment(row: sa.Row, deed: sa.Row) -> dict:
    """It lies where its deed lies; a file that nobody is named for was uploaded by whoever nominated the deed."""
    size = 0
    with suppress(OSError, ValueError):  # bytes that are gone are missed when somebody asks for them
        size = len(storage.get(row.sha256))
    places = {name: getattr(deed, name) for name in deed._fields if name in PLACES}
    uploader = row.uploaded_by_id or deed.nominator_id
    return {"subject_kind": SUBJECT, "subject_id": deed.id, "size": size, "uploaded_by_id": uploader, **places}


PLACES = ("unit_id", "city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def _carry(old_name: str, new_name: str, rest) -> None:
    """Copy the rows of one table to the other, and turn what points at them."""
    old, new, deeds = _table(old_name), _table(new_name), _table(SUBJECT)
    connection = op.get_bind()
    owner = old.c.subject_id if "subject_id" in old.c else old.c.deed_id
    found = sa.select(old, owner.label("of")).order_by(old.c.id)
    if "subject_kind" in old.c:
        found = found.where(old.c.subject_kind == SUBJECT)
    ids = {}
    for row in connection.execute(found).all():
        deed = connection.execute(sa.select(deeds).where(deeds.c.id == row.of)).one()
        values = {name: getattr(row, name) for name in SAME} | rest(row, deed)
        ids[row.id] = connection.execute(new.insert().values(**values)).inserted_primary_key[0]
    for name, column in POINTERS:
        _turn(name, column, new_name, ids)


def _turn(name: str, column: str, target: str, ids: dict[int, int]) -> None:
    key = op.f(f"fk_{name}_{column}")
    with op.batch_alter_table(name) as batch:
        batch.drop_constraint(key, type_="foreignkey")
    table, connection = _table(name), op.get_bind()
    pointer = table.c[column]
    for ident, pointed in connection.execute(sa.select(table.c.id, pointer).where(pointer.is_not(None))).all():
        connection.execute(table.update().where(table.c.id == ident).values({column: ids[pointed]}))
    with op.batch_alter_table(name) as batch:
        batch.create_foreign_key(key, target, [column], ["id"])


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
