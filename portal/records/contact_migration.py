"""For migrations: columns in which a table told of somebody become a contact (`portal.records.people`), and back.

WITNESS = Told("heroes_statement", "witness_id", {"name": "witness", "phone": "phone"}, sealed=("phone",))
WITNESS.gather()        # in upgrade()
WITNESS.scatter(sa.Column("witness", sa.String(60), nullable=False, server_default=""), …)  # in downgrade()

Where one column names several people, `enter` makes a contact and `take_out` takes it back.
"""

from dataclasses import dataclass, field

import sqlalchemy as sa
from alembic import op

from portal.protection import keyring
from portal.records.people import HASHES, hash_of

__all__ = ["Told", "enter", "take_out"]

CONTACTS = "records_contact"
ENCRYPTED = ("name", "phone", "id_number", "address")


@dataclass(frozen=True)
class Told:
    """Where a table tells of somebody: `pointer` is the column that will point to the contact; `columns` say which column
    holds the name, phone, id_number, address or gender. Those `sealed` are encrypted, bound to `<table>.<column>`; those
    `beside` the others stay where they are, and tell the contact as well."""

    table: str
    pointer: str
    columns: dict[str, str]
    sealed: tuple[str, ...] = ()
    beside: dict[str, str] = field(default_factory=dict)

    def gather(self) -> None:
        """Make a contact of each row that tells of somebody, point to it, and drop the columns."""
        with op.batch_alter_table(self.table) as batch:
            batch.add_column(sa.Column(self.pointer, sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{self.table}_{self.pointer}"), CONTACTS, [self.pointer], ["id"])
            batch.create_index(op.f(f"ix_{self.table}_{self.pointer}"), [self.pointer])
        own, connection = _table(self.table), op.get_bind()
        for row in connection.execute(sa.select(own)).mappings().all():
            told = {name: self._open(column, row[column]) for name, column in self.columns.items()}
            if any(told.get(name) for name in ENCRYPTED):
                told |= {name: row[column] for name, column in self.beside.items()}
                connection.execute(own.update().where(own.c.id == row["id"]).values({self.pointer: enter(told)}))
        with op.batch_alter_table(self.table) as batch:
            for column in self.columns.values():
                batch.drop_column(column)

    def scatter(self, *columns: sa.Column) -> None:
        """The other way round: `columns` as they were, with a server default where they may not be empty."""
        with op.batch_alter_table(self.table) as batch:
            for column in columns:
                batch.add_column(column)
        own, contacts, connection = _table(self.table), _table(CONTACTS), op.get_bind()
        pointer = own.c[self.pointer]
        found = sa.select(own.c.id.label("owner"), contacts).join(contacts, contacts.c.id == pointer)
        for row in connection.execute(found).mappings().all():
            told = {name: _opened(name, row[name]) for name in self.columns}
            values = {column: self._close(column, told[name]) for name, column in self.columns.items()}
            connection.execute(own.update().where(own.c.id == row["owner"]).values(values))
        gone = [ident for (ident,) in connection.execute(sa.select(pointer).where(pointer.is_not(None)))]
        with op.batch_alter_table(self.table) as batch:
            batch.drop_index(op.f(f"ix_{self.table}_{self.pointer}"))
            batch.drop_constraint(op.f(f"fk_{self.table}_{self.pointer}"), type_="foreignkey")
            batch.drop_column(self.pointer)
            for column in columns:
                if column.server_default is not None:
                    batch.alter_column(column.name, existing_type=column.type, server_default=None)
        for ident in gone:
            connection.execute(contacts.delete().where(contacts.c.id == ident))

    def _open(self, column: str, value: str | None) -> str | None:
        return keyring.decrypt(value, f"{self.table}.{column}") if value and column in self.sealed else value

    def _close(self, column: str, value: str | None) -> str | None:
        if column in self.sealed:
            return keyring.encrypt(value, f"{self.table}.{column}") if value else None
        return value or ""


def enter(told: dict[str, str | None]) -> int:
    """Insert a contact of which `told` says name, phone, id_number, address and gender as far as known; its id."""
    contacts = _table(CONTACTS)
    return op.get_bind().execute(contacts.insert().values(_sealed(told)).returning(contacts.c.id)).scalar_one()


def take_out(ident: int) -> dict[str, str | None]:
    """Delete a contact to which nothing points any more; what it told."""
    contacts, connection = _table(CONTACTS), op.get_bind()
    row = connection.execute(sa.select(contacts).where(contacts.c.id == ident)).mappings().one()
    connection.execute(contacts.delete().where(contacts.c.id == ident))
    return {name: _opened(name, row[name]) for name in (*ENCRYPTED, "gender")}


def _sealed(told: dict[str, str | None]) -> dict[str, str | None]:
    """The row of the contact: every value encrypted in its place, with the hash beside it."""
    blank: dict[str, str | None] = {"name": "", "gender": ""}
    told = blank | {name: value or blank.get(name) for name, value in told.items()}
    hashes = {column: hash_of(name, told.get(name)) for name, column in HASHES.items()}
    return hashes | {
        name: keyring.encrypt(value, f"{CONTACTS}.{name}") if value and name in ENCRYPTED else value
        for name, value in told.items()
    }


def _opened(name: str, value: str | None) -> str | None:
    return keyring.decrypt(value, f"{CONTACTS}.{name}") if value and name in ENCRYPTED else value


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
