"""The settlement of a month with three million meals stored: freezing and checking one canteen, all of them, and the proof.

`MEALS=300000,3000000 python -m bench settlement`; on PostgreSQL: `python -m portal.testing.postgres python -m bench settlement`.
"""

import os
import resource
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from time import perf_counter, process_time

from sqlalchemy import Date, DateTime, Insert, Interval, func, insert, literal, select, type_coerce

from bench.measuring import report, said, spent
from bench.office import Office
from plugins.elder_care.models import Canteen, Licence, Meal, MealSettlement, Member
from portal import clock
from portal.entitlements.proof import faults
from portal.extensions import db
from portal.org.models import LEVELS
from portal.people.models import Person
from portal.testing.statements import statements

CANTEENS, A_DAY, CHUNK = 60, 200, 20_000
MONTH = date(2026, 10, 1)
SIZES = os.environ.get("MEALS", "300000,3000000")
FOUNDED, VALID = date(2020, 1, 1), date(2030, 1, 1)


def measure(place: Office) -> None:
    """Fill in, then settle October 2026 at each size."""
    with clock.pretend(datetime(2026, 11, 2, 9, tzinfo=clock.SHANGHAI)):
        town = Town(place)
        for size in (int(each) for each in SIZES.split(",")):
            begun = perf_counter()
            town.grow(size)
            report("settlement", meals=size, filled_in_s=perf_counter() - begun)
            _settle(place, size)


def _settle(place: Office, size: int) -> None:
    clerk, wall, longest, sent = place.cast.clerk, 0.0, 0.0, 0
    dialect = db.engine.dialect.name
    opened = [
        MealSettlement.draw_up(MONTH, unit=canteen.unit, canteen_id=canteen.id, by=clerk)
        for canteen in db.session.scalars(select(Canteen).order_by(Canteen.id))
    ]
    db.session.commit()
    seen_before = partial(place.browser("clerk").get, f"/elder_care/settlements/{opened[0].id}")
    said(
        "settlement",
        [spent(seen_before) for _ in range(10)],
        database=dialect,
        meals=size,
        what="page before it is submitted",
    )
    for settlement in opened:
        begun, cpu = perf_counter(), process_time()
        with statements() as seen:
            settlement.look()  # as the page of the step does, without the writers' lock
            looked = process_time()
            settlement.submit(by=clerk)
            db.session.commit()
        took = perf_counter() - begun
        wall, longest, sent = wall + took, max(longest, took), max(sent, len(seen))
        if settlement is opened[0]:
            report("settlement", database=dialect, meals=size, what="one canteen", statements=len(seen), wall_ms=took * 1000, cpu_ms=(process_time() - cpu) * 1000, held_cpu_ms=(process_time() - looked) * 1000, lines=settlement.people, of=settlement.quantity)  # fmt: skip
    report("settlement", database=dialect, meals=size, what=f"{CANTEENS} canteens", wall_s=wall, longest_ms=longest * 1000, most_statements=sent, memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)  # fmt: skip
    begun = perf_counter()
    wrong = sum(bool(faults(each)) for each in opened)
    report("settlement", database=dialect, meals=size, what="proof", wall_s=perf_counter() - begun, wrong=wrong)
    director, at = place.browser("director"), "/elder_care/settlements"
    for what, address in (("list", at), ("page", f"{at}/{opened[0].id}"), ("its check", f"{at}/{opened[0].id}/check")):
        said("settlement", [spent(partial(director.get, address)) for _ in range(10)], database=dialect, meals=size, what=what)  # fmt: skip
    for settlement in opened:
        settlement.thaw()
        for each in (*settlement.events, *settlement.findings):
            db.session.expunge(each)
    db.session.rollback()
    _forget(opened)


def _forget(opened: list[MealSettlement]) -> None:
    """Everything anew for the next size."""
    tables = [each for each in db.metadata.sorted_tables if each.name.startswith("elder_care_settlement")]
    tables += [db.metadata.tables["elder_care_finding"]]
    for table in sorted(tables, key=lambda each: each.name == "elder_care_settlement"):
        db.session.execute(table.delete())
    db.session.commit()
    db.session.expunge_all()


class Town:
    """Sixty canteens, at each of which about two hundred eat a day."""

    def __init__(self, place: Office) -> None:
        cast, self.random = place.cast, Random(2026)
        self.home, self.operator = cast.taixing, cast.clerk.id
        self.scope = {level: getattr(self.home, level) for level in LEVELS} | {"unit_id": self.home.id}
        for number in range(CANTEENS):
            canteen = Canteen(name=f"第{number}食堂", opened_on=FOUNDED, lunch="11:00-13:00")
            canteen.place(self.home)
            canteen.licences = [
                Licence(kind=kind, valid_from=FOUNDED, valid_until=VALID)
                for kind in ("legal", "food", "health", "fire")
            ]
            db.session.add(canteen)
        db.session.flush()
        self.canteens = list(db.session.scalars(select(Canteen.id).order_by(Canteen.id)))
        eaters = CANTEENS * A_DAY
        people = [
            self.scope
            | {"name": f"老人{number}", "birth_date": date(1944, 1, 1), "birth_year": 1944, "created_at": clock.now()}
            for number in range(eaters)
        ]
        db.session.execute(insert(Person), people)
        ids = list(db.session.scalars(select(Person.id).order_by(Person.id.desc()).limit(eaters)))
        members = [
            self.scope
            | {"person_id": ident, "number": f"{place:05d}", "joined_on": FOUNDED, "review_due": VALID, "version": 1}
            for place, ident in enumerate(ids)
        ]
        db.session.execute(insert(Member), members)
        db.session.commit()
        self.members = list(db.session.scalars(select(Member.id).order_by(Member.id)))
        self.days = self._workdays(date(2026, 10, 30))

    @staticmethod
    def _workdays(last: date) -> list[date]:
        """Five days a week, backwards."""
        days = (last - timedelta(days=back) for back in range(2000))
        return [day for day in days if day.weekday() < 5]

    def grow(self, size: int) -> None:
        """Fill up to `size` meals, day by day backwards from the end of October 2026: the first day is made, the others copied."""
        stored, a_day = db.session.scalar(select(func.count(Meal.id))) or 0, len(self.members)
        if not stored:
            rows = [self._meal(member, place, self.days[0]) for place, member in enumerate(self.members)]
            for start in range(0, len(rows), CHUNK):
                db.session.execute(insert(Meal), rows[start : start + CHUNK])
        for day in self.days[max(1, stored // a_day) : size // a_day]:
            db.session.execute(self._copy(day))
            db.session.commit()
        if db.engine.dialect.name == "postgresql":
            db.session.execute(db.text("ANALYZE elder_care_meal"))
            db.session.commit()

    def _copy(self, day: date) -> Insert:
        """The meals of the first day as those of another."""
        back = (self.days[0] - day).days
        shifted = {
            "sqlite": func.strftime("%Y-%m-%d %H:%M:%S.000000", Meal.at, f"-{back} days"),
            "postgresql": type_coerce(Meal.at, DateTime) - literal(timedelta(days=back), Interval),
        }[db.engine.dialect.name]
        new = {"eaten_on": literal(day, Date), "booked_on": literal(day, Date), "at": shifted}
        names = [each.key for each in Meal.__table__.columns if each.key != "id"]
        rows = select(*(new.get(name, getattr(Meal, name)) for name in names)).where(Meal.eaten_on == self.days[0])
        return insert(Meal).from_select(names, rows)

    def _meal(self, member: int, place: int, day: date) -> dict:
        seconds = self.random.randrange(7000)
        moment = datetime(day.year, day.month, day.day, 11, tzinfo=clock.SHANGHAI) + timedelta(seconds=seconds)
        return self.scope | {
            "canteen_id": self.canteens[place % CANTEENS],
            "member_id": member,
            "eaten_on": day,
            "booked_on": day,
            "sitting": "lunch",
            "at": moment,
            "way": "dine_in",
            "shown_by": "card",
            "source": "till",
            "price_fen": 1200,
            "subsidy_fen": 300,
            "own_fen": 900,
            "category": "age",
            "operator_id": self.operator,
        }
