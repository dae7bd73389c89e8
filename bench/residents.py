"""Pages of residents, households and premises as a city grows: what each asks of the database, for a community, a street, a county and the city.

python -m bench residents --residents 20000,200000,1500000 --database postgresql
"""

import os
from collections.abc import Iterator

from flask.testing import FlaskClient
from sqlalchemy import text

from bench.crowd import Crowd
from bench.dwellings import Dwellings
from bench.measuring import report, timed
from bench.office import Office
from bench.scale.clocked import Statement, clock_in_turn, noted, plan
from portal.accounts.models import Appointment, User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin_admin.switching import switch

SOUGHT = {
    "name": "王建国",
    "surname": "王",
    "initials": "wjg",
    "one letter": "w",
    "nobody": "鲸鱼",
    "door": "万豪20-1-101",
    "number": "测量1000003",
}
LISTS = ("households", "premises", "kinds")
FILTERS = {
    "households": ("lacks=home", "lacks=head", "status=closed"),
    "premises": ("use=rented", "due=yes"),
    "kinds": ("kind=floating", "status=ended"),
}
SLOW = 40.0  # milliseconds from which the plan of the slowest statement is printed


def measure(place: Office) -> None:
    """Each size without statistics, the last with fresh ones as well."""
    sizes = [int(each) for each in os.environ.get("RESIDENTS", "20000,100000").split(",")]
    crowd = Crowd(place.cast.county)
    dwellings, readers = Dwellings(crowd), _appointed(place, crowd)
    for size in sizes:
        seconds, _ = timed(lambda size=size: (crowd.grow_to(size), dwellings.grow()))
        report("residents", residents=size, filled_in_s=seconds)
        _look(readers, size, crowd.villager(), "none")
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    _look(readers, sizes[-1], crowd.villager(), "fresh")


def _appointed(place: Office, crowd: Crowd) -> dict[str, FlaskClient]:
    """Somebody for each level, who may see all of it and take it away."""
    county = place.cast.county
    city = db.session.get_one(OrgUnit, county.city_id)
    switch("population", city, "on", by=None, reason="测量")
    units = {"community": crowd.community, "street": crowd.street, "county": county, "city": city}
    people = {
        name: User(
            username=f"bench_{name}",
            name="测量",
            password_hash="-",
            appointments=[Appointment(unit=unit, role="director")],
        )
        for name, unit in units.items()
    }
    db.session.add_all(people.values())
    db.session.commit()
    clients = {}
    for name, user in people.items():
        clients[name] = place.app.test_client()
        clients[name].be(user.id)
    return clients


def addresses(villager: int) -> Iterator[tuple[str, str]]:
    """(what, address) of each page."""
    yield "residents entered last", "/people"
    yield "a resident", f"/people/{1_000_000 + villager}"
    yield "a household", "/population/households/1000001"
    for what in ("name", "surname", "initials", "one letter", "nobody"):
        yield f"residents: {what}", f"/people?q={SOUGHT[what]}"
    yield from ((f"search: {what}", f"/search?q={typed}") for what, typed in SOUGHT.items())
    for name in LISTS:
        at = f"/population/{name}"
        yield name, at
        yield f"{name} from the middle", f"{at}?after=1700000000_1"
        yield from ((f"{name}: {each}", f"{at}?{each}") for each in FILTERS[name])
        yield from ((f"{name} sought: {what}", f"{at}?q={typed}") for what, typed in SOUGHT.items())
    yield "households sought, as a file", f"/population/households.csv?q={SOUGHT['name']}&export_purpose=测量"
    yield "households filtered, as a file", "/population/households.csv?lacks=home&export_purpose=测量"
    yield "statistics of premises", "/population/premises/statistics"
    yield "statistics of grades", "/population/grades/statistics"


def _look(readers: dict[str, FlaskClient], size: int, villager: int, statistics: str) -> None:
    for reader, client in readers.items():
        for what, address in addresses(villager):
            with noted(db.engine) as asked:
                answer = client.get(address)
            db.session.rollback()
            said = {"statistics": statistics, "residents": size, "reader": reader, "page": what}
            ms = clock_in_turn([(db.engine, asked)])[0]
            report("residents", **said, status=answer.status_code, ms=ms, statements=len(asked))
            if ms > SLOW and asked:
                _explain(max(asked, key=lambda each: each.ms))


def _explain(slowest: Statement) -> None:
    print(f"{slowest.ms:.1f} ms: {' '.join(slowest.text.split())[:1500]}")
    print("\n".join(plan(db.engine, slowest)), flush=True)
