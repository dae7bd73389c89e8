"""A city of residents, written in bulk as the portal stores them: sealed, hashed, with the terms by which their names are found."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from pypinyin import lazy_pinyin
from sqlalchemy import Engine, create_engine, func, inspect, select

from portal import clock
from portal.demo.names import NameBook
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.people.id_number import check_character
from portal.people.models import Person
from portal.people.pinyin import terms
from portal.protection import hash_for, keyring

COUNTIES, STREETS, COMMUNITIES = 6, 15, 10  # besides the county of the cast; in each county; in each street
NAMES, PORTION = 60_000, 20_000
FIRST = 1_000_000  # id of the first
GIVEN = "安宝超晨丹东芳刚桂国海浩红华慧佳建杰静军俊凯兰磊丽亮林玲龙梅美敏明娜鹏平琪强琴青庆荣瑞珊淑涛婷伟文霞翔晓欣秀雪雅艳燕洋瑶义艺英永勇宇玉媛云泽珍志忠子"
WORK = {
    "bench_word": "n integer, term varchar(80)",
    "bench_here": "person_id integer, n integer, county_id integer, township_id integer, community_id integer",
    "bench_flat": "id integer PRIMARY KEY, county_id integer, township_id integer, name varchar(60), pinyin varchar(80),"
    " initials varchar(20), last4 varchar(4)",
}
QUICKLY = {
    "sqlite": ("PRAGMA synchronous = OFF", "PRAGMA cache_size = -500000", "PRAGMA temp_store = FILE"),
    "postgresql": (
        "ALTER TABLE people_person SET (autovacuum_enabled = off)",
        "ALTER TABLE people_term SET (autovacuum_enabled = off)",
        "SET session_replication_role = replica",  # rows that are right by their making need not be looked up by each foreign key
        "SET work_mem = '500MB'",
        "SET maintenance_work_mem = '500MB'",
    ),
}
TERMS = """
    INSERT INTO people_term (scope, term, person_id)
    SELECT scope, term, person_id FROM (
        SELECT county_id AS scope, term, person_id FROM bench_here JOIN bench_word ON bench_word.n = bench_here.n
        UNION ALL SELECT township_id, term, person_id FROM bench_here JOIN bench_word ON bench_word.n = bench_here.n
        UNION ALL SELECT community_id, term, person_id FROM bench_here JOIN bench_word ON bench_word.n = bench_here.n
    ) AS found ORDER BY scope, term, person_id
"""


class Crowd:
    """Residents of a city of seven counties, with the same names and numbers at each run."""

    def __init__(self, county: OrgUnit) -> None:
        city = db.session.get(OrgUnit, county.city_id)
        others = [OrgUnit.create(kind="county", name=f"第{each}旗县", parent=city) for each in range(COUNTIES)]
        streets = [
            OrgUnit.create(kind="township", name=f"第{each}镇", parent=here)
            for here in (county, *others)
            for each in range(STREETS)
        ]
        homes = [
            OrgUnit.create(kind="community", name=f"第{each}村", parent=street)
            for street in streets
            for each in range(COMMUNITIES)
        ]
        db.session.commit()
        self.homes = [{"unit_id": each.id} | {level: getattr(each, level) for level in LEVELS} for each in homes]
        self.street = next(each for each in streets if each.county_id == county.id)
        self.community = next(each for each in homes if each.township_id == self.street.id)
        db.session.commit()  # nobody else may write before
        random, book = Random(2026), NameBook(2026)
        self.names = [full_name(random, book) for _ in range(NAMES)]
        self.spelt = [_spelt(each) for each in self.names]
        self.engine = create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
        self.many = 0
        with self.engine.connect() as connection:
            for name, columns in WORK.items():
                connection.exec_driver_sql(f"CREATE TABLE {name} ({columns})")
        words = ({"n": n, "term": term} for n, name in enumerate(self.names) for term in sorted(terms(name)))
        write(self.engine, "bench_word", words)

    def grow_to(self, many: int) -> None:
        """Enter residents until there are `many`."""
        db.session.commit()
        first, self.many = self.many, many
        with self.engine.connect() as connection:
            connection.exec_driver_sql("DELETE FROM bench_here")
        with indexed_afterwards(self.engine, "people_person", "people_term"):
            for start in range(first, many, PORTION):
                some = range(start, min(start + PORTION, many))
                people = [self._person(each) for each in some]
                write(self.engine, "people_person", (each for each, _ in people))
                write(self.engine, "bench_here", (_here(each, n) for each, n in people))
                write(
                    self.engine,
                    "bench_flat",
                    (_flat(each, n, self.spelt[n], i) for i, (each, n) in zip(some, people, strict=True)),
                )
            with self.engine.connect() as connection:
                for each in QUICKLY[connection.dialect.name]:
                    connection.exec_driver_sql(each)
                connection.exec_driver_sql(TERMS)

    def villager(self) -> int:
        """Which resident, by number, is the first of the community that is looked at."""
        here = select(func.min(Person.id)).where(Person.community_id == self.community.id)
        return db.session.scalar(here) - FIRST

    def number(self, each: int) -> str:
        """The ID number of a resident."""
        body = f"150821{1941 + each % 65}{1 + each // 65 % 12:02d}{1 + each // 780 % 28:02d}{each // 21840 % 1000:03d}"
        return body + check_character(body)

    def phone(self, each: int) -> str:
        return f"154{each:08d}"

    def _person(self, each: int) -> tuple[dict[str, Any], int]:
        random = Random(each)
        n, number = random.randrange(NAMES), self.number(each)
        return random.choice(self.homes) | {
            "id": FIRST + each,
            "name": self.names[n],
            "gender": "男",
            "birth_year": int(number[6:10]),
            "ethnicity": "",
            "id_type": "resident",
            "id_note": "",
            "id_number": keyring.encrypt(number, "people_person.id_number"),
            "id_hash": hash_for(Person.id_hash, number),
            "phone_hash": hash_for(Person.phone_hash, self.phone(each)),
            "occupation": "",
            "workplace": "",
            "created_at": clock.now().replace(tzinfo=None),
        }, n


def _here(person: dict[str, Any], n: int) -> dict[str, Any]:
    return {"person_id": person["id"], "n": n} | {
        level: person[level] for level in ("county_id", "township_id", "community_id")
    }


def _flat(person: dict[str, Any], n: int, spelt: dict[str, str], each: int) -> dict[str, Any]:
    kept = {name: person[name] for name in ("id", "county_id", "township_id", "name")}
    return kept | spelt | {"last4": f"{each % 10_000:04d}"}


@contextmanager
def indexed_afterwards(engine: Engine, *tables: str) -> Iterator[None]:
    """Meanwhile these tables have no index but those that keep a key or something unique."""
    with engine.connect() as connection:
        found = [each for table in tables for each in inspect(connection).get_indexes(table) if not each["unique"]]
        kept = [db.metadata.tables[table].indexes for table in tables]
        indexes = [each for some in kept for each in some if each.name in {one["name"] for one in found}]
        for each in indexes:
            each.drop(connection)
    yield
    with engine.connect() as connection:
        for quickly in QUICKLY[connection.dialect.name]:
            connection.exec_driver_sql(quickly)
        for each in indexes:
            each.create(connection)


def write(engine: Engine, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Rows into a table as quickly as the database takes them: COPY, or one transaction."""
    rows = iter(rows)
    if (first := next(rows, None)) is None:
        return
    names = ", ".join(first)
    lines = _values(first, rows)
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if engine.dialect.name == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                for line in lines:
                    copy.write_row(line)
        else:
            cursor.execute("BEGIN")
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(first))})", lines)
            cursor.execute("COMMIT")
    finally:
        connection.close()


def _values(first: dict[str, Any], rows: Iterator[dict[str, Any]]) -> Iterator[tuple]:
    yield tuple(first.values())
    for each in rows:
        yield tuple(each.values())


def _spelt(name: str) -> dict[str, str]:
    syllables = lazy_pinyin(name)
    return {"pinyin": "".join(syllables), "initials": "".join(each[0] for each in syllables)}


def full_name(random: Random, book: NameBook) -> str:
    """A surname as common as it is, and one or two characters."""
    surname = book.name("男", 1980)[0]
    return surname + "".join(random.choices(GIVEN, k=random.choice((1, 2, 2, 2))))
