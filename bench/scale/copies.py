"""Fills a database with copies of the demo's cases: moved in place and time, told by other people, made by the database itself.

Every row is one that the portal's own steps wrote, so what holds of a case in the demo holds of its copies: states, timelines, assignments,
disputes, standings in the figures. Foreign keys are looked through afterwards.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, create_engine, func, insert, select, text

from bench.scale.columns import Columns
from bench.scale.homes import Home, Roles
from bench.scale.stock import CASES, Bundle, Stock
from portal import clock
from portal.cases.kinds.delivered import delivered
from portal.cases.models import Case
from portal.cases.settings import KEY
from portal.extensions import db
from portal.numbering import NumberSeries, written
from portal.settings import settings_of

ALIVE, WEEKS_ALIVE, WEEKS = (
    0.04,
    4,
    3 * 52,
)  # share of what is still worked on, and how long ago it came; how long ago the rest
JITTER = 50 * 60  # seconds, so that few come in the same moment
PORTION, ROWS = 50_000, 10_000  # copies of a statement; lines written at once
WORK = {
    "bench_copy": "n integer PRIMARY KEY, bundle integer, home integer, days integer, seconds integer, kind varchar(12)",
    "bench_number": "n integer, rank integer, number varchar(60), PRIMARY KEY (n, rank)",
    "bench_home": "id integer PRIMARY KEY, name varchar(80), first integer, many integer",
    "bench_place": "home integer, role integer, unit integer, PRIMARY KEY (home, role)",
}

QUICKLY = {
    "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -500000"),
    "postgresql": ("SET session_replication_role = replica", "SET maintenance_work_mem = '1GB'"),
}


def fill(cases: int, homes: list[Home]) -> None:
    """Copy until there are `cases`."""
    stock, roles = Stock(), Roles()
    planned = _plan(stock, homes, cases - (db.session.scalar(select(func.count(Case.id))) or 0))
    lines: dict[str, Iterable[dict]] = {
        "bench_copy": planned,
        "bench_number": list(_numbered(stock, planned, homes)),
        "bench_home": [_line(each) for each in homes],
        **{f"bench_of_{each.name}": _in_bundles(stock, each, roles) for each in stock.tables},
        "bench_place": list(roles.filled(homes)),
    }
    db.session.commit()  # on SQLite nobody else may write before
    engine = create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            _prepare(connection, stock)
            for name, rows in lines.items():
                _write(connection, name, rows)
            _copy(connection, stock, len(planned))
            for name in lines:
                connection.exec_driver_sql(f"DROP TABLE {name}")
            _check(connection, stock)
    finally:
        engine.dispose()


def _prepare(connection: Connection, stock: Stock) -> None:
    """Nothing waits for the disk, and foreign keys are looked at once at the end."""
    for each in QUICKLY[connection.dialect.name]:
        connection.exec_driver_sql(each)
    made = WORK | {f"bench_of_{each.name}": _columns_in_bundles(stock, each) for each in stock.tables}
    for name, columns in made.items():
        connection.exec_driver_sql(f"CREATE TABLE {name} ({columns})")


def _plan(stock: Stock, homes: list[Home], cases: int) -> list[dict]:
    """One line a copy, in the order in which they came."""
    chance = Random(cases)
    alive = [each for each in stock.bundles if not each.settled]
    settled = [each for each in stock.bundles if each.settled]
    kinds = [each.code for each in delivered().values() if not each.is_group]
    rare = [1 / (place + 1) for place in range(len(kinds))]
    chance.shuffle(kinds)
    planned, made = list[tuple[Any, Bundle, int, int]](), 0
    while made < cases:
        is_alive = chance.random() < ALIVE
        bundle = chance.choice(alive if is_alive else settled)
        days, seconds = 7 * chance.randrange(WEEKS_ALIVE if is_alive else WEEKS), chance.randrange(JITTER)
        planned.append((bundle.since - timedelta(days=days, seconds=seconds), bundle, days, seconds))
        made += bundle.cases
    planned.sort(key=lambda each: each[0])
    where = chance.choices([each.unit.id for each in homes], [each.weight for each in homes], k=len(planned))
    of = chance.choices(kinds, rare, k=len(planned))
    return [
        {"n": n, "bundle": bundle.number, "home": home, "days": days, "seconds": seconds, "kind": kind}
        for n, ((_, bundle, days, seconds), home, kind) in enumerate(zip(planned, where, of, strict=True), start=1)
    ]


def _numbered(stock: Stock, planned: list[dict], homes: list[Home]) -> Iterable[dict]:
    """The number of each case, from the series of its township, which goes on behind them."""
    bundles = {each.number: each for each in stock.bundles}
    holders = {each.unit.id: each.holder for each in homes}
    patterns = {each.id: settings_of(KEY, each).number_pattern for each in holders.values()}
    series = select(NumberSeries.unit_id, NumberSeries.year, NumberSeries.last).where(NumberSeries.series == "case")
    last = Counter({(unit, year): number for unit, year, number in db.session.execute(series)})
    for each in planned:
        holder = holders[each["home"]]
        for rank, key in enumerate(bundles[each["bundle"]].rows[CASES.name]):
            came = stock.row(CASES, key).created_at - timedelta(days=each["days"], seconds=each["seconds"])
            counted = holder.id, clock.local(came).year
            last[counted] += 1
            number = written(patterns[holder.id], unit=holder.short_name, year=counted[1], number=last[counted])
            yield {"n": each["n"], "rank": rank, "number": number}
    db.session.query(NumberSeries).where(NumberSeries.series == "case").delete()
    rows = [{"unit_id": unit, "series": "case", "year": year, "last": number} for (unit, year), number in last.items()]
    db.session.execute(insert(NumberSeries), rows)


def _line(home: Home) -> dict:
    return {"id": home.unit.id, "name": home.unit.short_name, "first": home.first, "many": home.many}


def _columns_in_bundles(stock: Stock, table: Table) -> str:
    of = Columns(stock, table, {}, sqlite=False)
    keys = [f"key_{each.name}" for each in table.primary_key.columns]
    named = [*keys, "bundle", "rank", *(f"to_{each}" for each in of.links), *(f"role_{each}" for each in of.units)]
    return ", ".join(f"{each} bigint" for each in named)  # a key may be a hash


def _in_bundles(stock: Stock, table: Table, roles: Roles) -> list[dict]:
    """Which rows of a table belong to which bundle, and where they point within it."""
    of, keys = Columns(stock, table, {}, sqlite=False), [each.name for each in table.primary_key.columns]
    lines = []
    for bundle in stock.bundles:
        for rank, key in enumerate(bundle.rows.get(table.name, ())):
            row = stock.row(table, key)
            line = {f"key_{name}": part for name, part in zip(keys, key, strict=True)}
            for name, target in of.links.items():
                to = getattr(row, name)
                line[f"to_{name}"] = None if to is None else bundle.rows[target.name].index((to,))
            for name in of.units:
                unit = getattr(row, name)
                line[f"role_{name}"] = None if unit is None else roles.of(unit, bundle.home)
            lines.append(line | {"bundle": bundle.number, "rank": rank})
    return lines


def _copy(connection: Connection, stock: Stock, copies: int) -> None:
    """Insert, without the indexes of the tables, which are made anew afterwards."""
    based = {
        each.name: (connection.scalar(select(func.max(each.c.id))) or 0) if "id" in each.c else 0
        for each in stock.tables
    }
    indexes = _indexes(connection, stock.tables)
    for name in indexes:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    for table in stock.tables:
        statement = _inserted(Columns(stock, table, based, connection.dialect.name == "sqlite"))
        for start in range(1, copies + 1, PORTION):
            connection.exec_driver_sql(statement.format(first=start, last=start + PORTION - 1))
    for made in indexes.values():
        connection.exec_driver_sql(made)


def _inserted(of: Columns) -> str:
    columns, keys = of.all(), [each.name for each in of.table.primary_key.columns]
    joins = "".join(
        f" LEFT JOIN bench_place p_{name} ON p_{name}.home = c.home AND p_{name}.role = m.role_{name}"
        f" LEFT JOIN org_unit u_{name} ON u_{name}.id = p_{name}.unit"
        for name in of.units
    )
    mine = " AND ".join(f't."{key}" = m.key_{key}' for key in keys)
    return (
        f"INSERT INTO {of.table.name} ({', '.join(f'{chr(34)}{name}{chr(34)}' for name in columns)})"
        f" SELECT {', '.join(columns.values())} FROM bench_copy c JOIN bench_of_{of.table.name} m ON m.bundle = c.bundle"
        f" JOIN {of.table.name} t ON {mine} JOIN bench_home h ON h.id = c.home{joins}"
        " WHERE c.n BETWEEN {first} AND {last} ORDER BY c.n, m.rank"
    )


def _indexes(connection: Connection, tables: list[Table]) -> dict[str, str]:
    """Name → statement that makes it, of the indexes that hold no constraint."""
    names = ", ".join(f"'{each.name}'" for each in tables)
    if connection.dialect.name == "sqlite":
        asked = (
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({names})"
        )
    else:
        asked = (
            f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({names}) AND NOT EXISTS"
            " (SELECT FROM pg_constraint WHERE conindid = format('%I', indexname)::regclass)"
        )
    return dict(iter(connection.execute(text(asked))))


def _write(connection: Connection, table: str, lines: Iterable[dict]) -> None:
    portion = list[dict]()

    def send() -> None:
        if portion:
            names = list(portion[0])
            values = ", ".join(f":{each}" for each in names)
            connection.execute(text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"), portion)
            portion.clear()

    connection.exec_driver_sql("BEGIN")
    for line in lines:
        portion.append(line)
        if len(portion) >= ROWS:
            send()
    send()
    connection.exec_driver_sql("COMMIT")


def _check(connection: Connection, stock: Stock) -> None:
    """Sequences go on behind the copies, and every foreign key leads somewhere. Raises AssertionError."""
    for table in stock.tables:
        if connection.dialect.name == "postgresql" and "id" in table.c:
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
            )
        for column in table.columns:
            for each in column.foreign_keys:
                lost = (
                    f"SELECT count(*) FROM {table.name} a LEFT JOIN {each.column.table.name} b"
                    f' ON b."{each.column.name}" = a."{column.name}" WHERE a."{column.name}" IS NOT NULL'
                    f' AND b."{each.column.name}" IS NULL'
                )
                assert not connection.exec_driver_sql(lost).scalar(), f"{table.name}.{column.name} leads nowhere"
