"""Two people change offices in the same moment: the second sees what the first did. (On SQLite the second waits for the writers' lock; on PostgreSQL for the accounts.)"""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import suppress

import pytest

from portal import clock
from portal.accounts import delegation, verbs
from portal.accounts.models import Appointment, User
from portal.errors import RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def at_once(app, cast):
    """`at_once(first, second)`: `second` begins while `first` is not committed, and what it raised."""

    def other(act) -> Exception | None:
        with app.app_context():
            try:
                act()
                db.session.commit()
            except (RuleError, WrongState) as refused:
                db.session.rollback()
                return refused
        return None

    def run(first, second) -> Exception | None:
        db.session.commit()
        first()
        db.session.flush()
        with ThreadPoolExecutor(1) as pool:
            beside = pool.submit(other, second)
            with suppress(StillWaiting):
                beside.result(0.5)
            db.session.commit()
            return beside.result(20)

    return run


@pytest.fixture
def office(cast) -> int:
    """Of the director."""
    return cast.director.appointments[0].id


@pytest.fixture
def deputy(cast, office):
    """Names the mediator deputy of the director."""
    ident = cast.mediator.id

    def name() -> Appointment:
        held, to = db.session.get_one(Appointment, office), db.session.get_one(User, ident)
        return delegation.name_deputy(held, to, clock.today(), None, reason="AB 岗", by=None)

    return name


@pytest.fixture
def end(office):
    return lambda: verbs.end(db.session.get_one(Appointment, office), None, by=None)


@pytest.fixture
def close(cast):
    ident = cast.director.id
    return lambda: verbs.close(db.session.get_one(User, ident), "调离", by=None)


@pytest.fixture
def lock(cast):
    ident = cast.director.id
    return lambda: verbs.lock(db.session.get_one(User, ident), "停职检查", by=None)


@pytest.fixture
def lock_unused(cast):
    ident = cast.director.id
    return lambda: verbs.lock_unused(db.session.get_one(User, ident), 90)


@pytest.fixture
def stand_in(cast, office):
    """The director lets the mediator stand in."""
    owner, other = cast.director.id, cast.mediator.id

    def hand_over() -> Appointment:
        by, to, today = db.session.get_one(User, owner), db.session.get_one(User, other), clock.today()
        held = db.session.get_one(Appointment, office)
        return delegation.hand_over(held, to, today, today, reason="休假", by=by)

    return hand_over


WAYS_TO_LOCK = pytest.mark.parametrize("way", ["lock", "lock_unused"])


@WAYS_TO_LOCK
def test_an_account_that_is_being_locked_hands_nothing_over(request, at_once, stand_in, way):
    refused = at_once(request.getfixturevalue(way), stand_in)
    assert isinstance(refused, WrongState)
    assert "您的账号已经锁定" in str(refused)


@WAYS_TO_LOCK
def test_whoever_is_being_asked_does_not_stand_in_for_a_locked_account(request, cast, at_once, stand_in, way):
    assert at_once(stand_in, request.getfixturevalue(way)) is None
    assert [each.is_over(clock.today()) for each in cast.mediator.appointments if each.for_id] == [True]


def test_an_administrator_who_is_being_locked_names_no_deputy(cast, at_once, office):
    admin, to = cast.administrator.id, cast.mediator.id

    def name() -> None:
        by, held = db.session.get_one(User, admin), db.session.get_one(Appointment, office)
        delegation.name_deputy(held, db.session.get_one(User, to), clock.today(), None, reason="AB 岗", by=by)

    refused = at_once(lambda: verbs.lock(db.session.get_one(User, admin), "停职检查", by=None), name)
    assert isinstance(refused, WrongState)
    assert "您的账号已经锁定" in str(refused)


@pytest.mark.parametrize("way", ["end", "close", "lock", "lock_unused"])
def test_a_deputy_who_is_being_named_does_not_outlive_the_office(request, cast, at_once, deputy, way):
    assert at_once(deputy, request.getfixturevalue(way)) is None
    assert [each.is_over(clock.today()) for each in cast.mediator.appointments if each.deputy] == [True]


@pytest.mark.parametrize("way", ["end", "close"])
def test_an_office_that_is_being_ended_gets_no_deputy(request, at_once, deputy, way):
    assert isinstance(at_once(request.getfixturevalue(way), deputy), WrongState)


def test_whoever_is_being_appointed_is_not_named_deputy_of_the_same_office(cast, at_once, deputy):
    def appoint() -> None:
        verbs.appoint(cast.mediator, "director", db.session.get_one(Appointment, office_id).unit, by=None)

    office_id = cast.director.appointments[0].id
    assert at_once(appoint, deputy).at == "to"


def test_whoever_is_being_named_deputy_is_not_appointed_to_the_same_office(cast, at_once, deputy):
    ident, unit_id = cast.mediator.id, cast.director.appointments[0].unit_id

    def appoint() -> None:
        user = db.session.get_one(User, ident)
        verbs.appoint(
            user, "director", next(each.unit for each in user.appointments if each.unit_id == unit_id), by=None
        )

    assert at_once(deputy, appoint).at == "role"


def test_an_account_that_is_being_closed_becomes_no_deputy(cast, at_once, deputy):
    assert at_once(lambda: verbs.close(cast.mediator, "调离", by=None), deputy).at == "to"
