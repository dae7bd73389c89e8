"""Finding a resident among more and more: the table of terms beside LIKE over the same rows, as a city grows.

python -m bench search --residents 20000,200000,1500000 --database postgresql
"""

import os
from collections.abc import Callable
from statistics import median

from sqlalchemy import text

from bench.crowd import Crowd
from bench.measuring import report, timed
from bench.office import Office
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import people_matching, people_told_apart
from portal.people.models import Person
from portal.people.recent import entered_last

REPEATS, LIKE_REPEATS = 9, 3
QUERIES = (
    ("part of the name", "建国"),
    ("initials", "wjg"),
    ("pinyin", "wangjianguo"),
    ("a surname", "王"),
    ("one letter", "w"),
    ("nobody", "qqqq"),
)
LIKE = (
    "SELECT id, name FROM bench_flat WHERE {level} = :unit AND (name LIKE :text OR pinyin LIKE :text"
    " OR initials LIKE :text OR last4 LIKE :text) ORDER BY name, id LIMIT 20"
)


def measure(place: Office) -> None:
    """Readers of a community, a street, a county and the city; before the database has statistics, and at the end with them."""
    sizes = [int(each) for each in os.environ.get("RESIDENTS", "20000,100000").split(",")]
    crowd = Crowd(place.cast.county)
    for size in sizes:
        seconds, _ = timed(lambda size=size: crowd.grow_to(size))
        report("search", residents=size, filled_in_s=seconds)
        _look(crowd, place.cast.county, size, "none")
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    _look(crowd, place.cast.county, sizes[-1], "fresh")


def _look(crowd: Crowd, county: OrgUnit, size: int, statistics: str) -> None:
    city = db.session.get(OrgUnit, county.city_id)
    here = {"community": crowd.community, "street": crowd.street, "county": county, "city": city}
    neighbour = crowd.villager()
    for reader, unit in here.items():
        for kind, typed in (*QUERIES, ("number", crowd.number(neighbour)), ("telephone", crowd.phone(neighbour))):
            query = people_matching(typed, [unit]).with_only_columns(Person.id, Person.name)
            said = {"statistics": statistics, "residents": size, "reader": reader, "query": kind}
            report("search", **said, **_clocked(lambda query=query: db.session.execute(query).all()))
        told = _clocked(lambda unit=unit: people_told_apart("王建国", "1234", [unit]))
        report("search", statistics=statistics, residents=size, reader=reader, query="name and last four", **told)
        last = entered_last([unit]).with_only_columns(Person.id)
        said = {"statistics": statistics, "residents": size, "reader": reader, "query": "entered last"}
        report("search", **said, **_clocked(lambda last=last: db.session.execute(last).all()))
    for reader in ("street", "county"):
        unit = here[reader]
        scan = text(LIKE.format(level=unit.level_column)).bindparams(unit=unit.id, text="%建国%")
        like = _clocked(lambda scan=scan: db.session.execute(scan).all(), LIKE_REPEATS)
        report("search", statistics=statistics, residents=size, reader=reader, query="LIKE: part of the name", **like)


def _clocked(asked: Callable[[], list], times: int = REPEATS) -> dict[str, float]:
    """Median milliseconds, and how many were found."""
    runs = [timed(asked) for _ in range(times)]
    db.session.rollback()
    return {"ms": median(seconds for seconds, _ in runs) * 1000, "found": len(runs[0][1])}  # type: ignore[arg-type]
