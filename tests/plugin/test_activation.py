"""Which plugins are in effect: the nearest decision up the tree, unless an ancestor locked it; dated; never stale."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from portal import clock
from portal.extensions import db
from portal.plugin.activation import decisions_for, in_effect
from portal.plugin.models import Activation

from .conftest import plugin

pytestmark = pytest.mark.database


def put(unit, state, key="aa", **fields) -> Activation:
    row = Activation(unit_id=unit.id, plugin=key, state=state, reason="测试", **fields)
    db.session.add(row)
    db.session.flush()
    return row


def state(unit, key="aa", day: date | None = None) -> str:
    return decisions_for(unit, day)[key].state


@pytest.fixture(autouse=True)
def installed(install):
    install(
        plugin("aa"), plugin("bb", requires=("aa",)), plugin("cc", default_state="on"), plugin("dd", always_on=True)
    )


def test_without_a_decision_the_card_decides(cast):
    assert [state(cast.street, key) for key in ("aa", "cc", "dd")] == ["off", "on", "on"]


def test_the_nearest_decision_wins_and_names_its_row(cast):
    put(cast.city, "on")
    near = put(cast.street, "read_only")
    assert (state(cast.county), state(cast.taixing), state(cast.other_street)) == ("on", "read_only", "on")
    assert decisions_for(cast.taixing)["aa"].row_id == near.id
    assert state(cast.outside_street) == "on"


def test_the_newest_decision_of_a_unit_counts(cast):
    put(cast.county, "on")
    put(cast.county, "off")
    assert state(cast.street) == "off"


def test_what_an_ancestor_locked_stays(cast):
    put(cast.street, "on")
    put(cast.county, "off", locked=True)
    put(cast.taixing, "on")
    assert state(cast.taixing) == "off"
    put(cast.county, "off", locked=False)
    assert state(cast.taixing) == "on"


def test_a_decision_has_its_days(cast):
    today = clock.today()
    put(cast.county, "on", valid_from=today + timedelta(days=1), valid_until=today + timedelta(days=3))
    days = [state(cast.street, day=today + timedelta(days=each)) for each in (0, 1, 3, 4)]
    assert days == ["off", "on", "on", "off"]


def test_what_it_requires_must_be_in_effect_too(cast):
    put(cast.county, "on", key="bb")
    assert state(cast.street, "bb") == "off"
    put(cast.county, "read_only", key="aa")
    assert state(cast.street, "bb") == "read_only"
    put(cast.county, "on", key="aa")
    assert state(cast.street, "bb") == "on"
    put(cast.street, "off", key="aa")
    assert (state(cast.street, "bb"), state(cast.other_street, "bb")) == ("off", "on")


def test_what_is_always_on_cannot_be_switched_off(cast):
    put(cast.county, "off", key="dd")
    assert state(cast.street, "dd") == "on"


def test_without_a_unit_nothing_is_in_effect(cast):
    assert in_effect(None) == {}


def insert_elsewhere(cast, state: str) -> None:
    """As another process would: past our session and our cache."""
    statement = text(
        "INSERT INTO plugin_activation (unit_id, plugin, state, locked, valid_from, reason, at) "
        "VALUES (:unit, 'aa', :state, :locked, '2020-01-01', 'x', '2020-01-01 00:00:00')"
    )
    db.session.execute(statement, {"unit": cast.unit_ids["county"], "state": state, "locked": False})
    db.session.commit()


def test_a_switch_of_another_process_takes_effect_with_the_next_request(app, cast):
    def seen() -> bool:
        with app.app_context():  # as a request has it: nothing remembered from the one before
            return "aa" in in_effect(cast.street)

    assert not seen()
    insert_elsewhere(cast, "on")
    assert seen()
    insert_elsewhere(cast, "off")
    assert not seen()


def test_what_is_undone_is_known_to_nobody_else(app, cast):
    with app.app_context():
        put(cast.county, "on", key="aa")
        assert "aa" in in_effect(cast.street)
        db.session.rollback()
        assert "aa" not in in_effect(cast.street)
    with app.app_context():
        put(cast.county, "off", key="cc")  # takes the number of the row that was undone
        db.session.commit()
    with app.app_context():
        assert "aa" not in in_effect(cast.street)
