"""An installation in which the allowance was a part of 老年助餐 goes up without loss, and back."""

import json
from datetime import date

import pytest
from alembic import command
from sqlalchemy import func, inspect, select, text

from plugins.great_age.models import GreatAge, GreatSettlement
from portal.accounts.rights import RoleGrant
from portal.documents.models import Document
from portal.entitlements.proof import faults
from portal.extensions import db
from portal.migrating import alembic_config, downgrade, drift, histories, rebuilding, upgrade_all
from portal.numbering import NumberSeries
from portal.plugin.models import Activation
from portal.records.saved_views import SavedView
from portal.settings.models import SettingsRow

pytestmark = pytest.mark.database


def history(key: str):
    return next(each for each in histories() if each.key == key)


@pytest.fixture
def settled(cast, old, rule, settle):
    """October as submitted, with an account, a timeline and a paper."""
    rule(date(2026, 9, 1), tier1="100", tier2="200")
    old[0].change_account("农村信用社", "6217000012345678", by=cast.director)
    old[1].stop(date(2026, 10, 20), "moved", by=cast.director)
    october = settle(10)
    paper = Document(
        subject_kind="great_age_settlement",
        subject_id=october.id,
        kind="settlement_sheet",
        title="结算表",
        version=1,
        check_code="ABCDEFGHJKMN",
        sha256="0" * 64,
        issued_by=cast.clerk,
    )
    paper.unit_id = october.unit_id
    paper.copy_ancestors(october)
    db.session.add(paper)
    db.session.commit()
    return october


@pytest.fixture
def before(settled, cast, old):
    """The database as it was then: tables, numbers, views, decisions, rights and settings under 老年助餐."""
    old[1].bank, old[1].account = "", None
    db.session.add(SavedView(user_id=cast.clerk.id, list="great_age.recipients", name="在发", query="status=active"))
    db.session.execute(text("DELETE FROM settings_row WHERE section = 'great_age'"))
    db.session.execute(text("DELETE FROM plugin_activation WHERE plugin = 'great_age'"))
    about = {"unit_id": cast.county.id, "valid_from": date(2026, 9, 1), "actor_id": None, "reason": "旗文件"}
    content = {"great1": ["100"], "great2": ["200"], "tier2": ["4"]}
    db.session.add(SettingsRow(section="elder_care", content=json.dumps(content), locked="great1 tier2", **about))
    db.session.add(
        RoleGrant(unit_id=cast.county.id, role="mediator", permission="elder_care.pay", granted=True, reason="旗文件")
    )
    db.session.add(
        RoleGrant(unit_id=cast.county.id, role="mediator", permission="elder_care.serve", granted=True, reason="旗文件")
    )
    db.session.commit()
    db.session.remove()
    downgrade(history("elder_care"), "elder_care_0011")
    downgrade(history("great_age"))
    return settled


def test_every_row_comes_along(before, cast):
    assert db.session.scalar(text("SELECT COUNT(*) FROM elder_care_great_age")) == 2
    assert (
        db.session.scalar(text("SELECT verb FROM elder_care_great_age_event WHERE to_status = 'stopped'"))
        == "stop_great"
    )
    db.session.remove()
    upgrade_all()
    assert drift(history("great_age")) == drift(history("elder_care")) == []
    assert not [each for each in inspect(db.engine).get_table_names() if each.startswith("elder_care_great")]
    first, second = db.session.scalars(select(GreatAge).order_by(GreatAge.id)).unique()
    assert (first.account, first.person.name, first.status) == ("6217000012345678", "白玉兰", "active")
    assert (first.account_by_id, second.account_by_id) == (cast.director.id, None), "told from the timeline"
    assert [each.verb for each in second.events] == ["enrol", "stop"]
    [october] = db.session.scalars(select(GreatSettlement))
    assert (october.status, october.amount_fen, len(october.events)) == ("submitted", 30_000, 2)
    assert faults(october) == []
    assert [each.kind for each in db.session.scalars(Document.of(october))] == ["settlement_sheet"]
    assert db.session.scalar(select(func.count()).where(NumberSeries.series == "great_age_settlement")) == 1


def test_decisions_rights_and_settings_go_on_to_hold(before, cast):
    upgrade_all()
    [copied] = db.session.scalars(select(SettingsRow).where(SettingsRow.section == "great_age"))
    assert copied.fields == {"tier1": ["100"], "tier2": ["200"]}
    assert (copied.locked, copied.valid_from) == ("tier1", date(2026, 9, 1))
    granted = db.session.scalars(select(RoleGrant.permission).where(RoleGrant.permission.startswith("great_age.")))
    assert granted.all() == ["great_age.pay"]
    states = select(Activation.unit_id, Activation.state).order_by(Activation.id)
    here, there = (
        db.session.execute(states.where(Activation.plugin == each)).all() for each in ("great_age", "elder_care")
    )
    assert here == there != []
    [view] = db.session.scalars(select(SavedView))
    assert view.list == "great_age.recipients"


def test_the_next_row_gets_a_number_and_an_id_of_its_own(before, cast, on):
    upgrade_all()
    with on(2026, 12, 2):
        person = db.session.scalars(select(GreatAge).where(GreatAge.status == "stopped")).first().person
        again = GreatAge.enrol(unit=cast.taixing, person=person, valid_from=date(2026, 12, 1), by=cast.clerk)
        db.session.commit()
    assert again.number == "泰兴社区高龄〔2026〕3号"


def test_nothing_is_adopted_from_tables_of_an_older_shape(before):
    """Who put the old plugin back meanwhile is told, and the rows stand where they were."""
    with pytest.raises(RuntimeError, match="elder_care_0012"), rebuilding() as connection:
        command.upgrade(alembic_config(history("great_age"), connection), "head")
    assert db.session.scalar(text("SELECT COUNT(*) FROM elder_care_great_age")) == 2
    db.session.remove()
    upgrade_all()
    assert db.session.scalar(select(func.count()).select_from(GreatAge)) == 2
