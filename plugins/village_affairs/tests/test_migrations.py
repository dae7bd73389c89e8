"""An installation in which villages were a part of 红管家议事坊 goes up without loss, and back."""

import json
from datetime import date

import pytest
from sqlalchemy import func, inspect, select, text

from plugins.village_affairs.models import Activity, Council, Covenant, VillageMatter
from plugins.village_affairs.samples import COUNCILS, COVENANTS, MATTERS
from portal.accounts.rights import RoleGrant
from portal.documents.models import Document
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.numbering import NumberSeries
from portal.plugin.models import Activation
from portal.records.saved_views import SavedView
from portal.records.stage import Stage
from portal.settings import change
from portal.settings.models import SettingsRow
from portal.testing import factories

pytestmark = pytest.mark.database


def history(key: str):
    return next(each for each in histories() if each.key == key)


@pytest.fixture
def filled(cast, stage) -> VillageMatter:
    """A matter with its sheets and a printed one, rules in force, a council with a member and an activity."""
    matter = MATTERS.bring("published", stage)
    MATTERS.take(VillageMatter.object, matter, stage)
    COVENANTS.bring("in_force", stage)
    council = COUNCILS.begin(stage)
    for each in (Council.enlist, Council.note):
        COUNCILS.take(each, council, stage)
    paper = {"kind": "sheet", "title": "四议两公开联单", "version": 1, "check_code": "ABCDEFGHJKMN", "sha256": "0" * 64}
    sheet = Document(subject_kind="village_affairs_matter", subject_id=matter.id, issued_by=cast.clerk, **paper)
    sheet.unit_id = matter.unit_id
    sheet.copy_ancestors(matter)
    db.session.add(sheet)
    db.session.commit()
    return matter


@pytest.fixture
def before(filled, cast):
    """The database as it was then, with a saved view, a rule and a right of 红管家议事坊."""
    told = {"id": filled.id, "number": filled.number}
    db.session.add(
        SavedView(user_id=cast.clerk.id, list="village_affairs.matters", name="公开", query="status=published")
    )
    db.session.execute(text("DELETE FROM settings_row WHERE section = 'village_affairs'"))
    db.session.execute(text("DELETE FROM plugin_activation WHERE plugin = 'village_affairs'"))
    about = {"unit_id": cast.county.id, "valid_from": date(2026, 9, 1), "actor_id": None, "reason": "旗文件"}
    content = json.dumps({"councils": ["红白理事会"], "quorum": ["two_thirds"]})
    db.session.add(SettingsRow(section="consultation", content=content, locked="councils", **about))
    right = {"unit_id": cast.county.id, "role": "grid", "permission": "consultation.village", "granted": True}
    db.session.add(RoleGrant(reason="旗文件", **right))
    db.session.commit()
    db.session.remove()
    downgrade(history("consultation"), "consultation_0010")
    downgrade(history("village_affairs"))
    return told


def test_every_row_comes_along(before):
    assert db.session.scalar(text("SELECT COUNT(*) FROM consultation_village_sheet")) == 5
    assert db.session.scalar(text("SELECT kind FROM documents_document")) == "village_sheet"
    assert db.session.scalar(text("SELECT COUNT(*) FROM records_contact")) == 1
    db.session.remove()
    upgrade_all()
    assert drift(history("village_affairs")) == drift(history("consultation")) == []
    assert not inspect(db.engine).has_table("consultation_council")
    matter = db.session.get_one(VillageMatter, before["id"])
    assert (matter.number, matter.status, len(matter.sheets), len(matter.objections)) == (
        before["number"],
        "published",
        5,
        1,
    )
    [member] = db.session.scalars(select(Council)).one().members
    assert member.contact.name == member.name
    assert db.session.scalars(select(Covenant)).one().status == "in_force"
    assert db.session.scalar(select(func.count()).select_from(Activity)) == 1
    assert [each.kind for each in db.session.scalars(Document.of(matter))] == ["sheet"]
    assert db.session.scalars(select(SavedView.list)).all() == ["village_affairs.matters"]
    assert db.session.scalar(select(func.count()).where(NumberSeries.series == "village_affairs.matters")) == 1


def test_decisions_rights_and_settings_go_on_to_hold(before, cast):
    upgrade_all()
    [copied] = db.session.scalars(select(SettingsRow).where(SettingsRow.section == "village_affairs"))
    assert (copied.fields, copied.locked) == ({"village_councils": ["红白理事会"]}, "village_councils")
    granted = db.session.scalars(select(RoleGrant.permission).where(RoleGrant.role == "grid"))
    assert set(granted) == {"consultation.village", "village_affairs.manage"}
    states = select(Activation.unit_id, Activation.state).order_by(Activation.id)
    here, there = (
        db.session.execute(states.where(Activation.plugin == each)).all()
        for each in ("village_affairs", "consultation")
    )
    assert here == there != []
    assert MATTERS.begin(Stage(cast, cast.taixing, factories.book)).number != before["number"]


def test_the_people_named_in_a_council_go_with_it(filled):
    """Taken back for good, nobody's name is left."""
    db.session.remove()
    downgrade(history("village_affairs"))
    assert db.session.scalar(text("SELECT count(*) FROM records_contact")) == 0
    db.session.remove()
    upgrade_all()
    assert drift(history("village_affairs")) == []
    assert db.session.query(Council).count() == 0


def test_the_names_of_settings_go_back(cast):
    change("village_affairs", cast.county, {"village_councils": ["红白理事会"]}, by=cast.district, reason="旗文件")
    db.session.commit()
    rows = text("SELECT content FROM settings_row WHERE section = 'village_affairs' ORDER BY id DESC")
    db.session.remove()
    downgrade(history("village_affairs"), "village_affairs_0006")
    assert json.loads(db.session.scalar(rows)) == {"councils": ["红白理事会"]}
    db.session.remove()
    upgrade_all()
    assert json.loads(db.session.scalar(rows)) == {"village_councils": ["红白理事会"]}
