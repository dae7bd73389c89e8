"""Two people take the same step in the same moment: it counts once. (On SQLite the second waits; PostgreSQL must see it.)"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from plugins.heroes.models import Association, Deed, FundEntry, HeroAward
from plugins.heroes.tests.conftest import bring, nominate  # noqa: F401
from plugins.mediation.models import Committee
from portal import clock
from portal.accounts.models import Appointment
from portal.cases.models import Assignment, Case
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def twice(app):
    """`twice(model, ident, act)` lets two people do `act(record)` with what both have read before; how many succeed."""
    both_have_read = Barrier(2)

    def once(model, ident, act) -> bool:
        with app.app_context():
            record = db.session.get(model, ident)
            str(record.version)
            with suppress(BrokenBarrierError):  # SQLite: the other waits for this one
                both_have_read.wait(1)
            try:
                act(record)
                db.session.commit()
            except (RuleError, StaleDataError):
                db.session.rollback()
                return False
            return True

    def run(model, ident, act) -> int:
        db.session.commit()
        with ThreadPoolExecutor(2) as pool:
            return sum(pool.map(lambda _: once(model, ident, act), range(2)))

    return run


def test_a_case_is_handed_to_a_unit_once(cast, twice):
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind=case.kind, level=case.level, by=cast.clerk)
    worker = cast.grid
    worker.appointments.append(Appointment(unit_id=cast.nangan.id, role="grid"))
    db.session.flush()
    case.assign(cast.nangan, by=cast.clerk).acknowledge(by=worker)
    assert case.status == "in_progress"
    assert twice(Case, case.id, lambda it: it.assign(cast.labour_bureau, by=cast.clerk)) == 1
    assert db.session.scalar(select(func.count(Assignment.id)).where(Assignment.unit_id == cast.labour_bureau.id)) == 1


def test_an_award_is_paid_once(cast, twice, bring):  # noqa: F811
    deed = bring("confirmed")
    deed.commend("county", clock.today(), "达拉特旗人民政府", by=cast.district)
    fund = Association.of(deed.unit) or Association.found(
        unit=cast.county, name="达拉特旗见义勇为协会", by=cast.district
    )
    fund.book("donation", 100_000_00, on=clock.today(), by=cast.district)
    award = deed.heroes[0].grant(1000_00, "慰问", by=cast.district)
    db.session.flush()
    ident = award.id

    def pay(it: Deed) -> None:
        it.heroes[0].pay(db.session.get(HeroAward, ident), clock.today(), by=cast.district)

    assert twice(Deed, deed.id, pay) == 1
    assert db.session.scalar(select(func.count(FundEntry.id)).where(FundEntry.award_id == ident)) == 1


def test_a_unit_has_one_committee_and_one_association(cast, twice):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.flush()
    assert twice(Case, case.id, lambda it: Committee.found(unit=it.unit, name="泰兴社区人民调解委员会", by=None)) == 1
    assert twice(Case, case.id, lambda it: Association.found(unit=it.unit, name="泰兴社区协会", by=None)) == 1
