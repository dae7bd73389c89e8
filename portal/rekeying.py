"""`flask rotate-key`: what is encrypted and hashed in the database, made anew with the first of the data keys, while people work.

1. PORTAL_DATA_KEY=new,old in the environment of every process, and restart them: from now on they write with the new key and read with both.
2. `flask --app portal rotate-key`. Killed, it is begun again and goes on: what is new already is passed over.
3. Take out the keys between the first and the last. The last one stays: it seals (`portal.protection.Keyring`).

As many rows as 20 ms are enough for are read, made anew and written in one transaction. Rows that somebody holds at that moment
(PostgreSQL) are passed over and asked for again; on SQLite writers queue as ever.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import JSON, Column, MetaData, Select, String, Table, inspect, select, tuple_, update

from portal.audit import trail
from portal.extensions import db
from portal.migrating import VERSION_PREFIX
from portal.protection import Encrypted, EncryptedJSON, KeyedHash, keyring

AT_ONCE = 40  # rows read together
HOLD = 0.02  # seconds by the clock, after which the rest of them waits for its turn while others write
PAUSE = 0.2  # seconds, before rows are asked for again that somebody held
TRIES = 50


@dataclass
class Rekeyed:
    """How far it has come: the values made anew, by table."""

    values: dict[str, int] = field(default_factory=dict)

    def go(self) -> Iterator[str]:
        """Table after table; answers the name of each that is done. Commits portion by portion. Raises RuntimeError where somebody
        holds the same rows for ten seconds."""
        there = set(inspect(db.session.connection()).get_table_names())
        db.session.rollback()
        for table in db.metadata.sorted_tables:
            if table.name in there and any(isinstance(each.type, (Encrypted, KeyedHash)) for each in table.columns):
                self.values[table.name] = sum(_portions(table))
                yield table.name

    def unknown(self) -> list[str]:
        """Tables that no model describes: of plugins that are not installed. What they hold stays with its old key."""
        there = inspect(db.session.connection()).get_table_names()
        return sorted(each for each in there if each not in db.metadata.tables and not each.startswith(VERSION_PREFIX))


def _portions(table: Table) -> Iterator[int]:
    """The numbers of values made anew, portion by portion."""
    plain = _plain(table)
    key = tuple_(*plain.primary_key.columns)
    rows = select(*plain.primary_key.columns).order_by(*plain.primary_key.columns).limit(AT_ONCE)
    portion = _keys(rows)
    while portion:
        last, tries = portion[-1], 0
        while portion:
            done, number = _made_anew(table, plain, portion)
            yield number
            portion = [each for each in portion if each not in done]
            if done:
                tries = 0
            elif portion := [each for each in portion if _keys(rows.where(key == each))]:
                tries += 1
                if tries == TRIES:
                    raise RuntimeError(f"{len(portion)} rows of {table.name} are held by somebody")
                sleep(PAUSE)
        portion = _keys(rows.where(key > last))


def _keys(rows: Select) -> list[tuple]:
    """Primary keys; nothing is held for them."""
    found = [tuple(row) for row in db.session.execute(rows)]
    db.session.rollback()
    return found


def _made_anew(table: Table, plain: Table, keys: list[tuple]) -> tuple[set[tuple], int]:
    """Which of the rows were taken in the time there is, and how many of their values were not of the first key."""
    primary = plain.primary_key.columns
    rows = select(plain).where(tuple_(*primary).in_(keys)).order_by(*primary)
    taken = db.session.execute(rows.with_for_update(skip_locked=True, key_share=True)).mappings().all()
    sources = {name: _sources(table, name, taken) for name in _led(table)}
    done, number, until = set[tuple](), 0, monotonic() + HOLD
    for row in taken:
        if done and monotonic() > until:
            break
        done.add(tuple(row[column.name] for column in primary))
        if changed := _changes(table, row, sources):
            number += len(changed)
            own = (column == row[column.name] for column in primary)
            db.session.execute(update(plain).where(*own).values(changed))
    db.session.commit()
    return done, number


def _changes(table: Table, row: Any, sources: dict[str, dict[int, str]]) -> dict[str, Any]:
    """Column → value with the first key, where it has another."""
    found: dict[str, Any] = {}
    for column in table.columns:
        stored = row[column.name]
        if stored in (None, ""):
            continue
        if isinstance(column.type, Encrypted) and not _is_current(stored):
            found[column.name] = keyring.encrypt(_opened(column, stored), column.type.place)
        elif isinstance(column.type, KeyedHash):
            value = _value(table, column, row, sources)
            if value and (made := column.type.hash(value)) != stored:
                found[column.name] = made
    return found


def _value(table: Table, column: Column, row: Any, sources: dict[str, dict[int, str]]) -> str:
    """What is hashed in `column`; "" where it is not kept any more."""
    pointer, _, name = column.type.of.rpartition(".")
    if pointer:
        return sources[column.type.of].get(row[pointer], "")
    stored = row[name]
    return keyring.decrypt(stored, table.c[name].type.place) if stored else ""


def _led(table: Table) -> list[str]:
    """What hashes of this table are made of that other tables hold (`contact_id.phone`)."""
    return [each.type.of for each in table.columns if isinstance(each.type, KeyedHash) and "." in each.type.of]


def _sources(table: Table, way: str, rows: Any) -> dict[int, str]:
    """Id → readable value of the rows to which `rows` point by the column of `way`."""
    pointer, name = way.split(".")
    column = next(iter(table.c[pointer].foreign_keys)).column.table.c[name]
    wanted = {row[pointer] for row in rows} - {None}
    found = db.session.execute(select(column.table.c.id, column).where(column.table.c.id.in_(wanted)))
    return {ident: value for ident, value in found.all() if value}


def _plain(table: Table) -> Table:
    """The table as the database sees it."""
    plain = table.to_metadata(MetaData())
    for column in plain.columns:
        if isinstance(column.type, Encrypted):
            column.type = JSON() if isinstance(column.type, EncryptedJSON) else String()
    return plain


def _is_current(stored: Any) -> bool:
    return isinstance(stored, str) and stored.startswith(f"{keyring.current}:")


def _opened(column: Column, stored: Any) -> str:
    """What is encrypted anew; JSON that was never encrypted as it is."""
    return (
        keyring.decrypt(stored, column.type.place)
        if isinstance(stored, str)
        else json.dumps(stored, ensure_ascii=False)
    )


@click.command("rotate-key")
@with_appcontext
def rotate_key_cli():
    """更换数据密钥：用 PORTAL_DATA_KEY 里的第一个密钥重新加密，办公照常进行；中断了再执行一次。"""
    if keyring.number == 1:
        raise click.ClickException("PORTAL_DATA_KEY 里只有一个密钥。请写成“新密钥,旧密钥”，重新启动各进程，再执行。")
    rekeyed = Rekeyed()
    try:
        for name in rekeyed.go():
            click.echo(f"{name}：{rekeyed.values[name]} 项已用新密钥重新加密")
    except KeyError as error:
        raise click.ClickException(
            f"PORTAL_DATA_KEY 里缺一个还在用的密钥（{error.args[0]}），补上再执行一次。"
        ) from error
    trail.record("key_change", detail=f"{sum(rekeyed.values.values())} 项")
    db.session.commit()
    if unknown := rekeyed.unknown():
        click.echo(f"没有装的功能模块的表没有处理：{'、'.join(unknown)}。这些模块还要用的，旧密钥不能去掉。", err=True)
    click.echo("已完成。PORTAL_DATA_KEY 留第一个和最后一个：最后一个用来核验审计记录、校验码和查询码，一直要留。")
