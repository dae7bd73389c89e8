"""任职: who holds what where, from the first day of an office to its last; asked in Python and in SQL, it is the same."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import clock, decision_cache
from portal.accounts.models import NO_PASSWORD, Appointment, User, fits, folded, hasher
from portal.accounts.rights import granted
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database
DAY = timedelta(days=1)
TODAY = date(2026, 11, 3)


def sit(user: User, unit: OrgUnit, role: str, begins: date = date(2026, 1, 1), ends: date | None = None) -> Appointment:
    made = Appointment(user=user, unit=unit, role=role, valid_from=begins, valid_until=ends)
    db.session.add(made)
    db.session.commit()
    return made


def held(user: User) -> tuple:
    """What whoever has signed in as `user` brings along."""
    db.session.expire_all()
    found = User.signed_in(user.get_id())
    return found, [each.role for each in found.appointments] if found else []


@pytest.mark.parametrize(
    ("begins", "ends", "current", "over"),
    [
        (TODAY, None, True, False),
        (TODAY - DAY, None, True, False),
        (TODAY + DAY, None, False, False),
        (TODAY - DAY, TODAY - DAY, False, True),
        (TODAY - DAY, TODAY, True, False),
        (TODAY, TODAY, True, False),
        (TODAY - DAY, TODAY + DAY, True, False),
        (TODAY + DAY, TODAY + 2 * DAY, False, False),
    ],
)
def test_an_office_holds_from_its_first_day_to_its_last(cast, begins, ends, current, over):
    office = sit(cast.grid, cast.street, "clerk", begins, ends)
    assert (office.is_current(TODAY), office.is_over(TODAY)) == (current, over)
    asked = select(Appointment.id).where(Appointment.id == office.id, Appointment.current_on(TODAY))
    assert (db.session.scalar(asked) is not None) is current
    with clock.pretend(clock.now().replace(year=2026, month=11, day=3, hour=4)):
        assert (office in cast.grid.current_appointments) is current
        assert (office in cast.grid.standing_appointments) is not over
        assert ("clerk" in held(cast.grid)[1]) is current


def test_the_offices_of_today_say_units_roles_and_permissions(cast):
    sit(cast.grid, cast.other_street, "clerk")
    sit(cast.grid, cast.county, "director", ends=date(2026, 1, 2))
    assert cast.grid.units == [cast.grid1, cast.other_street]
    assert cast.grid.roles == {"grid", "clerk"}
    assert cast.grid.permissions == cast.clerk.permissions | granted("grid", cast.grid1)
    assert [unit for unit, _ in cast.grid.offices] == [cast.grid1, cast.other_street]


def test_what_one_office_allows_does_not_count_in_the_unit_of_another(cast):
    sit(cast.grid, cast.other_street, "clerk")
    assert "cases.triage" not in granted("grid", cast.grid1)
    assert cast.grid.units_with("cases.triage") == [cast.other_street]
    assert cast.grid.units_with("cases.view") == [cast.grid1, cast.other_street]
    for unit, may in ((cast.other_street, True), (cast.grid1, False), (cast.street, False), (cast.county, False)):
        assert cast.grid.can("cases.triage", unit) is may
    assert cast.grid.can("cases.triage")
    assert not cast.auditor.can("cases.triage")
    with pytest.raises(LookupError):
        cast.grid.can("cases.fly")


def test_a_right_reaches_the_units_below_and_nothing_without_one(cast):
    sit(cast.grid, cast.other_street, "clerk")

    def reached(user: User, permission: str) -> set[int]:
        return set(db.session.scalars(select(OrgUnit.id).where(user.reach(OrgUnit, permission))))

    assert reached(cast.clerk, "cases.triage") == {cast.street.id, cast.taixing.id, cast.grid1.id, cast.nangan.id}
    assert reached(cast.grid, "cases.view") == {cast.grid1.id, cast.other_street.id}
    assert reached(cast.auditor, "cases.triage") == set()


def test_an_account_is_looked_after_where_it_has_an_office_and_then_where_it_had_the_last(cast):
    above, below = "accounts.manage", cast.clerk
    boss = next(each for each in map(cast.__getitem__, cast.roles) if each.units_with(above) == [cast.county])
    assert below.allows(boss, above)
    assert not below.allows(cast.director, above)
    assert not cast.outsider.allows(boss, above)
    sit(below, cast.dongsheng, "clerk", ends=date(2026, 1, 2))
    below.appointments[0].valid_until = date(2026, 1, 2)
    assert below.allows(boss, above), "one of the last was here"
    sit(below, cast.dongsheng, "clerk", clock.today() + DAY)
    assert not below.allows(boss, above), "from tomorrow on it is another county's"


def test_a_session_is_of_one_account_and_ends_with_its_epoch(cast):
    clerk = cast.clerk
    assert clerk.get_id() == f"{clerk.id}.{clerk.session_epoch}"
    assert User.signed_in(clerk.get_id()) is clerk
    before, epoch = clerk.get_id(), clerk.session_epoch
    clerk.end_sessions()
    db.session.commit()
    assert clerk.session_epoch == epoch + 1
    assert User.signed_in(before) is None
    assert User.signed_in(clerk.get_id()) is clerk
    new = User()
    new.end_sessions()
    assert new.session_epoch == 1


@pytest.mark.parametrize("forged", ["", ".", "1", "x.0", "1.x", "1.", ".0", "1.0.0", "-1.0", "999999.0"])
def test_what_is_no_session_is_nobodys(cast, forged):
    assert User.signed_in(forged) is None


def test_a_closed_account_is_not_signed_in_and_one_without_an_office_has_none(cast):
    for office in cast.clerk.appointments:
        office.valid_until = date(2026, 1, 2)
    cast.grid.active = False
    db.session.commit()
    assert held(cast.clerk) == (cast.clerk, [])
    assert held(cast.grid) == (None, [])
    assert (cast.clerk.is_active, cast.grid.is_active) == (True, False)


def test_only_the_own_password_fits(cast):
    stored = hasher.hash("Ceshi-2026-Mima")
    assert fits(stored, "Ceshi-2026-Mima")
    assert not fits(stored, "Ceshi-2026-mima")
    assert not fits(NO_PASSWORD, NO_PASSWORD)
    assert not fits(NO_PASSWORD, "nobody"), "what nobody's hash was made of opens nothing"
    assert not fits("$argon2id$v=19$torn", "x")
    assert not fits("", "")


def test_a_new_password_ends_all_sessions_and_a_barred_one_opens_nothing(cast):
    clerk, epoch = cast.clerk, cast.clerk.session_epoch
    clerk.must_change_password = True
    clerk.set_password("Xin-De-Mima-2026")
    assert clerk.verify_password("Xin-De-Mima-2026")
    assert (clerk.must_change_password, clerk.session_epoch) == (False, epoch + 1)
    clerk.bar_password()
    assert not clerk.verify_password("Xin-De-Mima-2026")


def test_a_name_from_before_is_meant_exactly_and_all_others_folded(cast):
    for username, name in (("Clerk", "从前的"), ("ｇｒｉｄ", "全角的")):
        db.session.add(User(username=username, name=name, password_hash=NO_PASSWORD))
    db.session.commit()
    assert folded(" ＣＬＥＲＫ ") == "clerk"
    assert User.known_as(" Clerk ").name == "从前的"
    assert User.known_as("clerk") is cast.clerk
    assert User.known_as("ｃｌｅｒｋ") is cast.clerk
    assert User.known_as("ｇｒｉｄ").name == "全角的"
    assert User.known_as("Grid") is cast.grid
    assert User.known_as("nobody") is None
    assert str(cast.clerk) == "受理员小王"


def test_the_role_of_a_plugin_that_is_off_does_not_say_which_it_was(cast):
    office = sit(cast.clerk, cast.street, "elder_care.operator")
    assert office.role_name == "助餐点操作员"
    assert cast.clerk.appointments[0].role_name == "受理员"
    switch("elder_care", cast.street, "off", by=None, reason="测试")
    db.session.commit()
    decision_cache.forget()
    assert office.role_name == "停用模块的角色"
