"""Finding a resident among a hundred thousand: the table of terms beside LIKE over the same rows."""

from random import Random
from statistics import median

from pypinyin import lazy_pinyin
from sqlalchemy import func, insert, select, text

from bench.measuring import report, timed
from bench.office import Office
from portal import clock
from portal.demo.names import NameBook
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.people.finding import people_matching
from portal.people.models import Person, PersonTerm
from portal.people.pinyin import terms

RESIDENTS, PLACES, CHUNK, REPEATS = 100_000, 10, 5_000, 9
GIVEN = "安宝超晨丹东芳刚桂国海浩红华慧佳建杰静军俊凯兰磊丽亮林玲龙梅美敏明娜鹏平琪强琴青庆荣瑞珊淑涛婷伟文霞翔晓欣秀雪雅艳燕洋瑶义艺英永勇宇玉媛云泽珍志忠子"
QUERIES = (("part of the name", "建国"), ("initials", "wjg"), ("pinyin", "wangjianguo"))
FLAT = (
    "CREATE TABLE bench_flat (id INTEGER PRIMARY KEY, county_id INT, township_id INT, name TEXT, pinyin TEXT,"
    " initials TEXT, last4 TEXT)"
)
LIKE = (
    "SELECT id, name FROM bench_flat WHERE {level} = :unit AND (name LIKE :text OR pinyin LIKE :text"
    " OR initials LIKE :text OR last4 LIKE :text) ORDER BY name, id LIMIT 20"
)


def measure(place: Office) -> None:
    """A clerk of one street among ten, and the whole county; before the database has statistics, and with them."""
    seconds, _ = timed(lambda: _settle(place.cast.county))
    report("search", residents=RESIDENTS, filled_in_s=seconds)
    for statistics in ("none", "fresh"):
        if statistics == "fresh":
            db.session.execute(text("ANALYZE"))
            db.session.commit()
        for reader, unit in (("street", place.cast.street), ("county", place.cast.county)):
            for kind, typed in QUERIES:
                ours, found = _database_ms(people_matching(typed, [unit]).with_only_columns(Person.id, Person.name))
                scan = text(LIKE.format(level=unit.level_column)).bindparams(unit=unit.id, text=f"%{typed}%")
                like, _ = _database_ms(scan)
                report(
                    "search",
                    statistics=statistics,
                    reader=reader,
                    query=kind,
                    text=typed,
                    found=found,
                    ours_ms=ours,
                    like_ms=like,
                    ratio=like / ours,
                )


def _database_ms(query) -> tuple[float, int]:
    """Median milliseconds for the rows alone, without making objects of them."""
    runs = [timed(lambda: db.session.execute(query).all()) for _ in range(REPEATS)]
    return median(seconds for seconds, _ in runs) * 1000, len(runs[0][1])


def _settle(county: OrgUnit) -> None:
    """Residents in ten communities, with the terms that the portal itself would store."""
    random, book = Random(2026), NameBook(2026)
    streets = [OrgUnit.create(kind="township", name=f"第{number}街道", parent=county) for number in range(PLACES - 1)]
    homes = [
        db.session.get(OrgUnit, _taixing(county)),
        *(OrgUnit.create(kind="community", name="社区", parent=street) for street in streets),
    ]
    db.session.execute(text(FLAT))
    flat = text("INSERT INTO bench_flat VALUES (:id, :county_id, :township_id, :name, :pinyin, :initials, :last4)")
    first = (db.session.scalar(select(func.max(Person.id))) or 0) + 1
    for start in range(first, first + RESIDENTS, CHUNK):
        people, words = [], []
        for ident in range(start, start + CHUNK):
            home, name = random.choice(homes), full_name(random, book)
            people.append(
                {
                    "id": ident,
                    "name": name,
                    "unit_id": home.id,
                    "id_type": "resident",
                    "gender": "男",
                    "last4": f"{random.choice((996, 997, 998, 999))}{random.choice('0123456789X')}",
                    "created_at": clock.now(),
                }
                | {level: getattr(home, level) for level in LEVELS}
            )
            words += [
                {"scope": scope, "term": term, "person_id": ident}
                for term in terms(name)
                for scope in (home.county_id, home.township_id)
            ]
        db.session.execute(insert(Person), people)
        db.session.execute(flat, [each | _spelt(each["name"]) for each in people])
        db.session.execute(insert(PersonTerm), words)
    db.session.commit()


def _spelt(name: str) -> dict[str, str]:
    syllables = lazy_pinyin(name)
    return {"pinyin": "".join(syllables), "initials": "".join(each[0] for each in syllables)}


def _taixing(county: OrgUnit) -> int:
    return db.session.scalar(
        select(OrgUnit.id).where(OrgUnit.county_id == county.id, OrgUnit.kind == "community").limit(1)
    )


def full_name(random: Random, book: NameBook) -> str:
    """A surname as common as it is, and one or two characters."""
    surname = book.name("男", 1980)[0]
    return surname + "".join(random.choices(GIVEN, k=random.choice((1, 2, 2, 2))))
