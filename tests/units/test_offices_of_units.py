"""Who works in a unit that goes elsewhere: nobody loses an office without being named before; each lasts as long as it was given for."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.accounts.role_making import copy
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit

pytestmark = pytest.mark.database
DAYS = timedelta(days=30)


@pytest.fixture
def grid2(cast):
    """Another grid of the community."""
    return OrgUnit.create(kind="grid", name="泰兴社区第二网格", parent=cast.taixing, grid_level=2)


@pytest.fixture
def appoint(cast):
    """`appoint(role, unit, …)`: 小赵 has that office there."""
    user = User(username="xiaozhao", name="小赵", password_hash="!")
    db.session.add(user)

    def make(role, unit, **given):
        office = Appointment(unit=unit, role=role, **{"valid_from": date(2020, 1, 1)} | given)
        user.appointments.append(office)
        db.session.flush()
        return office

    return make


@pytest.fixture
def own_role(cast):
    """A role that the street made: it is there only below that street."""
    return copy("clerk", "综治专干", cast.street, reason="会议定", by=cast.administrator)


def test_nobody_goes_to_a_street_where_his_role_is_not(made, cast, appoint, own_role):
    appoint(own_role, cast.taixing)
    with pytest.raises(RuleError, match=r"小赵（综治专干）的角色在.*没有"):
        made("reparent", cast.taixing, parent_id=cast.other_street.id)


def test_nobody_is_taken_over_by_a_street_where_his_role_is_not(made, cast, appoint, own_role):
    appoint(own_role, cast.street)
    with pytest.raises(RuleError, match="小赵（综治专干）"):
        made("merge", cast.street, into_id=cast.other_street.id)


def test_a_role_of_the_merged_street_is_missed_in_its_communities_too(made, cast, appoint, own_role):
    appoint(own_role, cast.taixing)
    with pytest.raises(RuleError, match="小赵（综治专干）"):
        made("merge", cast.street, into_id=cast.other_street.id)


def test_within_the_street_a_role_of_the_street_goes_along(made, cast, appoint, own_role):
    office = appoint(own_role, cast.grid1)
    made("reparent", cast.grid1, parent_id=cast.nangan.id)
    assert "cases.view" in office.user.offices[0][1]


def test_an_office_that_is_over_keeps_nothing_where_it_is(made, cast, appoint, own_role):
    appoint(own_role, cast.taixing, valid_until=clock.today() - timedelta(days=1))
    made("reparent", cast.taixing, parent_id=cast.other_street.id)


def test_whose_role_does_not_go_everywhere_is_said_before(as_user, cast, appoint, own_role):
    appoint(own_role, cast.taixing)
    db.session.commit()
    assert "小赵（综治专干）" in as_user("administrator").page(f"/units/{cast.taixing.id}/parent").text


def offices(office, unit) -> list[tuple[date, date | None]]:
    held = select(Appointment).where(Appointment.user_id == office.user_id, Appointment.unit_id == unit.id)
    return [(each.valid_from, each.valid_until) for each in db.session.scalars(held)]


def test_an_office_to_come_begins_in_the_heir_on_its_day(made, cast, grid2, appoint):
    today = clock.today()
    office = appoint("grid", cast.grid1, valid_from=today + DAYS, valid_until=today + 2 * DAYS)
    made("merge", cast.grid1, into_id=grid2.id)
    assert offices(office, grid2) == [(today + DAYS, today + 2 * DAYS)]
    assert office.is_over(today)


@pytest.mark.parametrize(("here", "there", "lasts"), [(60, 30, 60), (30, 60, 60), (None, 30, None), (30, None, None)])
def test_who_has_the_like_there_keeps_it_as_long_as_both_last(made, cast, grid2, appoint, here, there, lasts):
    ends = {days: days and clock.today() + timedelta(days=days) for days in (here, there)}
    office = appoint("grid", cast.grid1, valid_until=ends[here])
    appoint("grid", grid2, valid_until=ends[there])
    made("merge", cast.grid1, into_id=grid2.id)
    assert offices(office, grid2) == [(date(2020, 1, 1), ends[lasts])]


def test_who_stands_in_for_somebody_does_so_in_the_heir(made, cast, grid2, appoint):
    ends = clock.today() + DAYS
    office = appoint("grid", cast.grid1, valid_until=ends, for_id=cast.grid.id, reason="休假")
    made("merge", cast.grid1, into_id=grid2.id)
    [there] = [each for each in office.user.standing_appointments if each.unit_id == grid2.id]
    assert (there.for_id, there.reason, there.valid_until) == (cast.grid.id, "休假", ends)


def test_an_office_of_a_module_that_is_off_ends_with_the_unit(made, cast, grid2, appoint):
    office = appoint("gone.role", cast.grid1)
    made("merge", cast.grid1, into_id=grid2.id)
    assert office.is_over(clock.today())
