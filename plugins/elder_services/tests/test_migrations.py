"""An installation in which services were a part of 老年助餐 goes up without loss, and back."""

import json
from datetime import date

import pytest
from sqlalchemy import func, inspect, select, text

from plugins.elder_services.models import Provider, ServiceOrder, Visited
from plugins.elder_services.samples import ORDERS
from portal.accounts.rights import RoleGrant
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.numbering import NumberSeries
from portal.plugin.models import Activation
from portal.records.saved_views import SavedView
from portal.records.stage import Stage
from portal.settings.models import SettingsRow
from portal.testing import factories

pytestmark = pytest.mark.database
MEMBER = """INSERT INTO elder_care_member
    (id, unit_id, city_id, county_id, township_id, community_id, person_id, household, joined_on, review_due, stop_reason, created_at, number, version, status)
    SELECT {0}, unit_id, city_id, county_id, township_id, community_id, {0}, 'local', '2025-01-05', '2027-01-05', '', '2025-01-05', '0000{0}', 1, '{1}'
    FROM people_person WHERE id = {0}"""
CATEGORY = """INSERT INTO elder_care_category (member_id, name, document, valid_from, valid_until)
    VALUES ({0}, '{1}', '', '2025-02-01', {2})"""


def history(key: str):
    return next(each for each in histories() if each.key == key)


@pytest.fixture
def before(cast, stage):
    """The database as it was then: an order on its way, members of whom one lives alone, a saved view, a rule and a right."""
    order = ORDERS.bring("assigned", stage)
    told = {"number": order.number, "person": order.person_id, "events": len(order.events)}
    for _ in range(3):
        factories.resident(cast.taixing)
    db.session.add(SavedView(user_id=cast.clerk.id, list="elder_services.orders", name="在办", query="status=open"))
    db.session.execute(text("DELETE FROM settings_row WHERE section = 'elder_services'"))
    db.session.execute(text("DELETE FROM plugin_activation WHERE plugin = 'elder_services'"))
    about = {"unit_id": cast.county.id, "valid_from": date(2026, 9, 1), "actor_id": None, "reason": "旗文件"}
    content = json.dumps({"visit_days": ["3"], "tier1": ["2"]})
    db.session.add(SettingsRow(section="elder_care", content=content, locked="visit_days", **about))
    right = {"unit_id": cast.county.id, "role": "mediator", "granted": True, "reason": "旗文件"}
    db.session.add_all(RoleGrant(permission=each, **right) for each in ("elder_care.services", "elder_care.serve"))
    db.session.flush()
    for each, status in ((1, "active"), (2, "stopped"), (3, "active")):
        db.session.execute(text(MEMBER.format(each, status)))
    for each in (
        (1, "alone", "NULL"),
        (1, "alone", "'2030-01-01'"),
        (2, "alone", "NULL"),
        (3, "alone", "'2025-03-01'"),
    ):
        db.session.execute(text(CATEGORY.format(*each)))
    db.session.commit()
    db.session.remove()
    downgrade(history("elder_care"), "elder_care_0012")
    downgrade(history("elder_services"))
    return told


def test_every_row_comes_along(before):
    assert db.session.scalar(text("SELECT COUNT(*) FROM elder_care_service")) == 1
    assert db.session.scalars(select(SavedView.list)).all() == ["elder_care.services"]
    db.session.remove()
    upgrade_all()
    assert drift(history("elder_services")) == drift(history("elder_care")) == []
    assert not inspect(db.engine).has_table("elder_care_service")
    order = db.session.scalars(select(ServiceOrder)).unique().one()
    assert (order.number, order.person_id, order.status) == (before["number"], before["person"], "assigned")
    assert (len(order.events), order.provider) == (before["events"], db.session.scalars(select(Provider)).one())
    assert db.session.scalars(select(SavedView.list)).all() == ["elder_services.orders"]
    assert db.session.scalar(select(func.count()).where(NumberSeries.series == "elder_services.orders")) == 1


def test_who_eats_and_lives_alone_is_looked_in_on(before):
    upgrade_all()
    [visited] = db.session.scalars(select(Visited)).unique()
    assert (visited.person_id, visited.name, visited.valid_from) == (1, "alone", date(2025, 2, 1))
    assert visited.unit_id == visited.person.unit_id


def test_decisions_rights_and_settings_go_on_to_hold(before, cast):
    upgrade_all()
    [copied] = db.session.scalars(select(SettingsRow).where(SettingsRow.section == "elder_services"))
    assert (copied.fields, copied.locked) == ({"visit_days": ["3"]}, "visit_days")
    granted = select(RoleGrant.permission).where(RoleGrant.permission.startswith("elder_services."))
    assert db.session.scalars(granted).all() == ["elder_services.manage"]
    states = select(Activation.unit_id, Activation.state).order_by(Activation.id)
    here, there = (
        db.session.execute(states.where(Activation.plugin == each)).all() for each in ("elder_services", "elder_care")
    )
    assert here == there != []
    assert ORDERS.begin(Stage(cast, cast.taixing, factories.book)).number != before["number"]
