"""Several clerks at once: numbers stay in a row, nobody's work is lost, nobody meets a locked database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit import trail
from portal.audit.verifying import faults
from portal.cases.kinds.deciding import add_kind
from portal.cases.kinds.delivered import Kind
from portal.cases.models import Case
from portal.cases.routing.models import RouteRow
from portal.cases.tables.terms import Terms
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.testing import factories

pytestmark = pytest.mark.database
EACH = 5


def test_numbers_taken_from_two_threads_are_each_taken_once(app, cast):
    people = [factories.resident(cast.taixing).id for _ in range(2)]
    db.session.commit()

    def register(person_id):
        for _ in range(EACH):
            with app.app_context():
                person = db.session.get(Person, person_id)
                factories.case(cast.taixing, by=cast.clerk, parties=[(1, person)])
                db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(register, people))
    numbers = db.session.scalars(select(Case.number).order_by(Case.number)).all()
    assert numbers == [f"昭君街道〔2026〕{number:05d}号" for number in range(1, 2 * EACH + 1)]


def test_two_sign_ins_at_once_leave_one_unbroken_chain(app, cast):
    db.session.commit()

    def look(action):
        for _ in range(EACH):
            with app.app_context():
                trail.record(action, actor=cast.mediator)
                db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(look, ["reveal", "download"]))
    assert faults() == []


def decide_route(cast):
    fields = {"place": 10, "place_level": "", "words": "", "handler": "community", "department": "", "period": ""}
    values = dict.fromkeys(Terms._fields, "") | fields
    RouteRow.decide(cast.county, 0, values, by=None, reason="旗文件", valid_from=clock.today())


def decide_kind(cast):
    kind = Kind("", "电梯困人", "0299", (), 5)
    add_kind(cast.county, "02", kind, by=None, reason="旗文件", valid_from=clock.today())


@pytest.mark.parametrize("decide", [decide_route, decide_kind])
def test_cases_are_registered_while_a_table_of_the_county_is_decided_and_tried(cast, decide):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("writers stand in a queue there")
    county = select(OrgUnit.id).where(OrgUnit.id == cast.county.id)
    as_an_insert_does = county.with_for_update(read=True, key_share=True, nowait=True)
    decide(cast)
    with db.engine.connect() as other:
        assert other.execute(as_an_insert_does).all() == [(cast.county.id,)]
