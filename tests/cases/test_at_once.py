"""Several clerks at once: numbers stay in a row, nobody's work is lost, nobody meets a locked database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.audit import trail
from portal.audit.verifying import faults
from portal.cases.models import Case
from portal.extensions import db
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
