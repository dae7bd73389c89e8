"""A canteen with a set meal and a member of 78 in 泰兴社区, on a Tuesday noon."""

from datetime import UTC, date, datetime

import pytest

from plugins.elder_care.models import Canteen, Licence, Member, SetMeal
from plugins.elder_care.models.serving import Order, serve
from portal import clock
from portal.extensions import db
from portal.testing import factories

NOON = datetime(2026, 3, 10, 3, 30, tzinfo=UTC)  # a Tuesday, 11:30 in the office
BORN_78 = "150602194801010017"


@pytest.fixture
def noon():
    """It is half past eleven."""
    with clock.pretend(NOON):
        yield NOON


@pytest.fixture
def canteen(cast) -> Canteen:
    """泰兴食堂, all licences in order, one set meal of 12 元."""
    found = Canteen.found(
        unit=cast.taixing,
        by=cast.director,
        name="泰兴食堂",
        kind="canteen",
        address="",
        phone="",
        run_by="",
        breakfast="",
        lunch="11:00-13:00",
        dinner="17:00-18:30",
        opened_on=date(2025, 1, 1),
    )
    for kind in ("legal", "food", "health", "fire"):
        holder = "张师傅" if kind == "health" else ""
        found.licences.append(
            Licence(kind=kind, holder=holder, valid_from=date(2025, 1, 1), valid_until=date(2026, 12, 31))
        )
    found.set_meals.append(SetMeal(name="两荤一素", price_fen=1200, valid_from=date(2025, 1, 1)))
    db.session.commit()
    return found


@pytest.fixture
def enrol(cast):
    """`enrol(born=1948)` is a member of 泰兴社区."""

    def make(born: int = 1948, unit=None, categories=(), **fields) -> Member:
        place = unit or cast.taixing
        person = factories.resident(place, **fields)
        person.birth_date = date(born, 1, 1)
        member = Member.enrol(unit=place, person=person, by=cast.clerk, joined_on=date(2026, 1, 5))
        for each in categories:
            member.classify(each, date(2026, 1, 5), by=cast.clerk)
        db.session.commit()
        return member

    with clock.pretend(NOON):
        yield make


@pytest.fixture
def member(enrol) -> Member:
    return enrol()


@pytest.fixture
def take(cast, canteen):
    """`take(member)` serves lunch at 泰兴食堂; further arguments are those of `Order`."""

    def make(member: Member, *, key=None, agent=None, **fields):
        given = {"set_meal": canteen.set_meals[0], "sitting": "lunch", "way": "dine_in", "shown_by": "card"}
        order = Order(canteen, by=cast.clerk, **given | fields)
        meal = serve(order, member.id, key=key, agent=agent)
        db.session.commit()
        return meal

    return make
