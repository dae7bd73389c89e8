"""The job of the first of the month also draws up where nobody is entitled any more, but something is to be taken back."""

from datetime import date

import pytest

from plugins.great_age.models import GreatAge, GreatSettlement
from plugins.great_age.tests.test_allowance import LATE, said
from portal import clock
from portal.entitlements.drawing_up import job_of
from portal.extensions import db
from portal.plugin.hookspecs import Context
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def only(cast, on, rule, settle):
    """The only one of the street, who got September."""
    rule(date(2026, 1, 1), tier1="100", tier2="200")
    with on(2026, 9, 1):
        person = factories.resident(cast.taixing, name="云秀英")
        person.birth_date = date(1940, 1, 1)
        row = GreatAge.enrol(unit=cast.taixing, person=person, valid_from=date(2026, 9, 1), by=cast.director)
        db.session.commit()
    settle(9)
    return row


@pytest.fixture
def run(cast, on):
    """`run(10)`: the month as the job draws it up in the next, or None."""

    def draw_up(month: int) -> GreatSettlement | None:
        with on(2026, month + 1, 1):
            job_of(GreatSettlement, "great_age").run(Context(cast.county, None, clock.now()), lambda *done: None)
            db.session.commit()
        return db.session.scalar(db.select(GreatSettlement).where(GreatSettlement.first_day == date(2026, month, 1)))

    return draw_up


def test_what_was_annulled_is_taken_back(cast, on, only, run):
    with on(2026, 10, 20):
        only.withdraw("重复登记。", by=cast.director)
        db.session.commit()
    october = run(10)
    with on(2026, 11, 2):
        october.submit(by=cast.clerk)
        db.session.commit()
    assert said(october) == [("云秀英", 9, -1, -10_000, LATE)]
    assert run(11) is None, "nothing is left"


def test_nothing_is_drawn_up_for_who_was_stopped_in_time(cast, on, only, run):
    with on(2026, 10, 20):
        only.stop(date(2026, 9, 20), "moved", by=cast.director)
        db.session.commit()
    assert run(10) is None


def test_who_became_known_after_it_had_ended_is_paid_later(cast, on, only, run):
    with on(2026, 10, 20):
        only.stop(date(2026, 9, 30), "moved", by=cast.director)
        person = factories.resident(cast.taixing, name="王桂兰")
        person.birth_date = date(1940, 1, 1)
        late = GreatAge.enrol(unit=cast.taixing, person=person, valid_from=date(2026, 9, 1), by=cast.director)
        db.session.flush()
        late.stop(date(2026, 9, 15), "died", by=cast.director)
        db.session.commit()
    october = run(10)
    with on(2026, 11, 2):
        october.submit(by=cast.clerk)
        db.session.commit()
    assert said(october) == [("王桂兰", 9, 1, 10_000, "补发：以前少发")]
