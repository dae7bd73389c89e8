"""Who is looked for in the database is who may act: an office that is held for somebody counts beside an own one near it, in SQL as in Python."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.cases.choosers import has_hands
from portal.extensions import db
from portal.notices.telling import _nearest_with
from portal.org.models import OrgUnit
from portal.records.serving import known_names

pytestmark = pytest.mark.database

ACCOUNTS, OFFICES = 40, 160
HANDLE = "cases.handle"


@pytest.fixture
def lone(cast):
    """The deputy of the clerk has no own office any more."""
    today = clock.today()
    holder = User(username="lone", name="独立人", password_hash="!")
    db.session.add(holder)
    held = Appointment(user=holder, unit=cast.street, role="clerk", for_id=cast.clerk.id, deputy=True)
    db.session.add(held)
    for each in db.session.scalars(select(Appointment).where(Appointment.for_id.is_(None))):
        each.valid_until = today - timedelta(days=1)
    db.session.flush()
    return holder


def drawn(seed: int) -> None:
    """Offices anywhere in the tree, own ones and ones that are held for somebody, over, in force and to come."""
    chance, today = random.Random(seed), clock.today()
    users = [User(username=f"drawn{seed}-{each}", name=f"人{each}", password_hash="!") for each in range(ACCOUNTS)]
    db.session.add_all(users)
    db.session.flush()
    units = db.session.scalars(select(OrgUnit).order_by(OrgUnit.id)).all()
    days = [None, *(today + timedelta(days=each) for each in (-9, -1, 0, 1, 9))]
    for _ in range(OFFICES):
        ends, owner = chance.choice(days), chance.choice([None, chance.choice(users).id])
        made = Appointment(user=chance.choice(users), unit=chance.choice(units), role="clerk", for_id=owner)
        made.valid_from, made.valid_until = min(chance.choice(days[1:]), ends or today), ends
        db.session.add(made)
    db.session.flush()
    db.session.expire_all()


@pytest.mark.parametrize("seed", [1, 20, 300])
def test_an_office_counts_in_the_database_as_it_does_for_its_holder(cast, seed):
    OrgUnit.create(kind="department", name="司法局", parent=cast.county)
    drawn(seed)
    every = db.session.scalars(select(Appointment)).all()
    counting = set(db.session.scalars(select(Appointment.id).where(Appointment.counting_on(clock.today()))))
    assert counting == {each.id for each in every if each.counts}
    held = [each for each in every if each.for_id and each.is_current(clock.today())]
    assert {each.counts for each in held} == {True, False}


def test_nobody_is_told_through_an_office_that_does_not_count(cast, lone):
    assert _nearest_with(cast.street, HANDLE) is None


def test_a_case_is_not_in_the_hands_of_whoever_may_not_act(cast, lone):
    assert not has_hands(cast.street)


def test_nor_are_they_offered_as_working_there(cast, lone):
    assert lone.name not in known_names(cast.street)
