"""What a role may do in a unit: as declared, unless the unit or one above it decided otherwise; the nearest decides, and there the last."""

import pytest
from flask import current_app

from portal import decision_cache
from portal.accounts.rights import RoleGrant, granted, places_of, roles_in, roles_with, roles_within
from portal.extensions import db
from portal.permissions import ADMINISTRATOR, AUDITOR
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database
HELD, OTHER = "cases.view", "people.view"


@pytest.fixture
def decide(cast):
    """`decide("county", "clerk", "cases.view", False)`."""

    def put(place: str, role: str, permission: str, given: bool) -> None:
        unit = cast.unit_ids[place]
        db.session.add(RoleGrant(unit_id=unit, role=role, permission=permission, granted=given, reason="测试"))
        db.session.commit()
        decision_cache.forget()

    return put


def test_what_is_declared_holds_where_nobody_decided(cast):
    assert HELD in granted("clerk", cast.street)
    assert "clerk" in roles_with(HELD, cast.street)
    assert granted("nobody", cast.street) == frozenset()


def test_what_is_taken_away_is_gone_there_and_below_and_nowhere_else(cast, decide):
    decide("street", "clerk", HELD, False)
    for name, held in (
        ("street", False),
        ("taixing", False),
        ("grid1", False),
        ("other_street", True),
        ("county", True),
    ):
        assert (HELD in granted("clerk", getattr(cast, name))) is held, name
    assert HELD in granted("director", cast.street)
    assert "clerk" not in roles_with(HELD, cast.street)


def test_what_is_given_is_held_there_and_below(cast, decide):
    decide("county", "department", "cases.register", True)
    assert "cases.register" in granted("department", cast.taixing)
    assert "cases.register" not in granted("department", cast.dongsheng)


def test_the_nearest_decides(cast, decide):
    decide("street", "clerk", HELD, True)
    decide("county", "clerk", HELD, False)
    assert HELD in granted("clerk", cast.taixing)
    assert HELD not in granted("clerk", cast.other_street)


def test_in_one_unit_the_last_decides(cast, decide):
    decide("county", "clerk", HELD, False)
    decide("county", "clerk", HELD, True)
    assert HELD in granted("clerk", cast.street)
    decide("county", "clerk", HELD, False)
    assert HELD not in granted("clerk", cast.street)


def test_a_decision_about_one_permission_changes_no_other(cast, decide):
    before = granted("clerk", cast.street)
    decide("county", "clerk", HELD, False)
    assert granted("clerk", cast.street) == before - {HELD}


def test_who_audits_gains_nothing_by_what_was_stored(cast, decide):
    before = granted(AUDITOR, cast.county)
    decide("county", AUDITOR, "people.reveal", True)
    assert granted(AUDITOR, cast.county) == before
    for each in sorted(before)[:1]:
        decide("county", AUDITOR, each, False)
        assert granted(AUDITOR, cast.county) == before - {each}


def test_who_audits_gains_not_even_what_is_only_looked_at(cast, decide):
    known = current_app.extensions["portal_permissions"].values()
    before = granted(AUDITOR, cast.county)
    looked_at = [each.key for each in known if each.key.endswith(".view") and each.key not in before]
    for key in looked_at:
        decide("county", AUDITOR, key, True)
    assert looked_at
    assert granted(AUDITOR, cast.county) == before


def test_who_administers_may_be_given_what_shows_no_resident(cast, decide):
    assert "settings.manage" not in granted(ADMINISTRATOR, cast.county)
    decide("county", ADMINISTRATOR, "settings.manage", True)
    assert "settings.manage" in granted(ADMINISTRATOR, cast.county)


def test_what_is_withheld_from_a_role_is_not_given_by_what_was_stored(cast, decide):
    decide("county", "grid", "people.reveal", True)
    assert "people.reveal" not in granted("grid", cast.county)


def test_what_is_taken_from_who_never_had_it_stays_away(cast, decide):
    assert "cases.triage" not in granted("department", cast.county)
    decide("county", "department", "cases.triage", False)
    assert "cases.triage" not in granted("department", cast.county)


def test_what_was_stored_about_a_permission_that_is_declared_no_more_changes_nothing(cast, decide):
    before = granted("clerk", cast.street)
    decide("county", "clerk", "gone.view", True)
    assert granted("clerk", cast.street) == before


def test_what_is_overseen_is_held_below_where_the_plugin_is_and_all_else_in_the_unit_itself(cast):
    for place, state in ((cast.county, "off"), (cast.street, "on")):
        switch("consultation", place, state, by=None, reason="测试")
    db.session.commit()
    decision_cache.forget()
    held = granted("district", cast.county)
    overseen = {each for each in held if each.startswith("consultation.")}
    assert overseen
    assert places_of("district", cast.county) == [(cast.county, held - overseen), (cast.street, overseen)]
    assert places_of("district", cast.street) == [(cast.street, granted("district", cast.street))]


def test_a_plugin_that_is_off_has_neither_permissions_nor_roles(cast):
    theirs = {each for each in granted("mediator", cast.street) if each.startswith("mediation.")}
    assert theirs
    assert "elder_care.operator" in roles_in(cast.street)
    assert "elder_care.operator" in roles_within(cast.county)
    for key in ("mediation", "elder_care"):
        switch(key, cast.street, "off", by=None, reason="测试")
    db.session.commit()
    decision_cache.forget()
    assert not theirs & granted("mediator", cast.street)
    assert granted("elder_care.operator", cast.street) == frozenset()
    assert "elder_care.operator" not in roles_in(cast.street)
    assert "elder_care.operator" not in roles_within(cast.street)
    assert "elder_care.operator" in roles_within(cast.county)
    assert {"clerk", "director"} <= roles_in(cast.street).keys() & roles_within(cast.street).keys()
    assert theirs <= granted("mediator", cast.other_street)


def test_nobody_holds_what_nobody_declared(cast):
    with pytest.raises(LookupError):
        roles_with("cases.fly", cast.street)
