"""Somebody is entered, or stopped, in the moment in which the month is frozen: the proof still holds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event

import pytest
from sqlalchemy import select

from plugins.great_age.models import GreatAge, GreatSettlement
from portal import clock
from portal.entitlements.proof import faults
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.mark.parametrize("entering", [True, False], ids=["entered", "stopped"])
def test_what_is_known_before_the_freeze_is_in_it(app, cast, on, rule, old, entering):
    rule(date(2026, 8, 1), tier1="100", tier2="200")
    with on(2026, 11, 2):
        person = factories.resident(cast.taixing, name="周奶奶")
        person.birth_date = date(1930, 1, 1)
        october = GreatSettlement.draw_up(date(2026, 10, 1), unit=cast.street, by=cast.clerk)
        db.session.commit()
        now, idents = clock.now(), (person.id, old[0].id, october.id, cast.taixing.id)
    director, clerk, user = cast.director.id, cast.clerk.id, type(cast.clerk)
    db.session.remove()
    changed, frozen = Event(), Event()

    def change() -> None:
        with app.app_context(), clock.pretend(now):
            by = db.session.get_one(user, director)
            if entering:
                taixing, who = db.session.get_one(OrgUnit, idents[3]), db.session.get_one(Person, idents[0])
                GreatAge.enrol(unit=taixing, person=who, valid_from=date(2026, 10, 1), by=by)
            else:
                db.session.get_one(GreatAge, idents[1]).stop(date(2026, 9, 20), "died", by=by)
            db.session.flush()
            changed.set()
            frozen.wait(1)
            db.session.commit()

    def freeze() -> None:
        changed.wait(20)
        with app.app_context(), clock.pretend(now + timedelta(seconds=1)):
            db.session.get_one(GreatSettlement, idents[2]).submit(by=db.session.get_one(user, clerk))
            db.session.commit()
            frozen.set()

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(change), pool.submit(freeze)]:
            each.result()
    october = db.session.get_one(GreatSettlement, idents[2])
    assert (october.people, faults(october)) == (3 if entering else 1, [])


def test_other_things_of_the_street_are_entered_while_a_month_is_frozen(cast):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("writers stand in a queue there")
    street = select(OrgUnit.id).where(OrgUnit.id == cast.street.id)
    GreatSettlement.hold(cast.street.id)
    with db.engine.connect() as other:
        assert other.execute(street.with_for_update(read=True, key_share=True, nowait=True)).all()
