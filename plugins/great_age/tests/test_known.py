"""What a month was settled by is what was known when it was frozen, in whatever order and moment; the proof of each holds."""

from contextlib import ExitStack
from datetime import date

import pytest

from plugins.great_age.models import GreatAge, GreatSettlement
from plugins.great_age.tests.test_allowance import said
from portal.entitlements.proof import faults
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def amounts(rule):
    rule(date(2026, 1, 1), tier1="100", tier2="200")


@pytest.fixture
def someone(cast):
    """`someone("云秀英")`, born in 1940."""

    def make(name: str):
        person = factories.resident(cast.taixing, name=name)
        person.birth_date = date(1940, 1, 1)
        db.session.commit()
        return person

    return make


def test_a_month_that_was_empty_is_submitted_after_the_next(cast, on, someone, settle):
    about = {"unit": cast.taixing, "by": cast.director}
    with on(2026, 10, 3):
        september = GreatSettlement.draw_up(date(2026, 9, 1), unit=cast.street, by=cast.clerk)
        db.session.commit()
    with on(2026, 10, 5):
        GreatAge.enrol(person=someone("云秀英"), valid_from=date(2026, 10, 1), **about)
        db.session.commit()
    october = settle(10)
    with on(2026, 11, 10):
        GreatAge.enrol(person=someone("王桂兰"), valid_from=date(2026, 9, 1), **about)
        db.session.commit()
    with on(2026, 11, 11):
        september.submit(by=cast.clerk)
        db.session.commit()
    november = settle(11)
    assert said(september) == [("王桂兰", 9, 1, 10_000, "")]
    assert ("王桂兰", 10, 1, 10_000, "补发：以前少发") in said(november)
    assert [each[:2] for each in said(november)].count(("王桂兰", 9)) == 0
    assert [faults(each) for each in (september, october, november)] == [[], [], []]


def test_who_waited_while_the_month_was_frozen_is_known_after_it(cast, on, old, someone, monkeypatch):
    """The freeze comes between the beginning of the step and its lock."""
    person, held = someone("云秀英"), GreatAge.hold
    with on(2026, 10, 2):
        september = GreatSettlement.draw_up(date(2026, 9, 1), unit=cast.street, by=cast.clerk)
        db.session.commit()
    with ExitStack() as later, on(2026, 10, 2):

        def wait(row: GreatAge) -> None:
            if september.frozen_at is None:
                later.enter_context(on(2026, 10, 3))
                september.submit(by=cast.clerk)
                later.enter_context(on(2026, 10, 4))
            held(row)

        monkeypatch.setattr(GreatAge, "hold", wait)
        GreatAge.enrol(unit=cast.taixing, person=person, valid_from=date(2026, 9, 1), by=cast.director)
        later.close()
    db.session.commit()
    assert (september.people, faults(september)) == (2, [])
