"""An installation in which stewards were a part of 红管家议事坊 goes up without loss, and back."""

from datetime import date

import pytest
from sqlalchemy import func, inspect, select, text

from plugins.stewards.models import Neighbourhood, Round, Steward
from portal import clock
from portal.accounts.models import Appointment
from portal.accounts.rights import RoleGrant
from portal.extensions import db
from portal.files.models import Attachment
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.plugin.models import Activation
from portal.protection import keyring
from portal.records.saved_views import SavedView

pytestmark = pytest.mark.database


def history(key: str):
    return next(each for each in histories() if each.key == key)


def count(table: str) -> int:
    return db.session.scalar(text(f"SELECT COUNT(*) FROM {table}"))


@pytest.fixture
def before(cast, place, note):
    """The database as it was then: two neighbourhoods, a note that became a case, a topic that came out of another, a saved view, a steward who
    signs in, a right that the district gave."""
    other = Neighbourhood.enter(unit=cast.taixing, name="锦绣苑", by=cast.director)
    other.enlist(name="李红", post="group", area="南片", valid_from=clock.today(), by=cast.director)
    noted, raised = note(), note(title="下水道返水", matter="leak")
    noted.report(by=cast.grid)
    picture = Attachment(subject_kind="stewards_round", subject_id=noted.id, name="1.jpg", mime="image/jpeg", size=1)
    picture.sha256, picture.uploaded_by, picture.unit_id = "0" * 64, cast.grid, noted.unit_id
    picture.copy_ancestors(noted)
    view = SavedView(user_id=cast.grid.id, list="stewards.rounds", name="漏水", query="matter=leak")
    db.session.add_all([picture, view])
    steward = Appointment(user_id=cast.grid.id, unit_id=cast.grid1.id, role="stewards.steward")
    steward.valid_from = date(2026, 1, 1)
    db.session.add(steward)
    db.session.execute(text("DELETE FROM plugin_activation WHERE plugin = 'stewards'"))
    right = {"unit_id": cast.county.id, "actor_id": None, "reason": "旗文件"}
    for role, permission, granted in (
        ("mediator", "consultation.round", True),
        ("consultation.steward", "consultation.export", True),
        ("clerk", "consultation.round", False),
    ):
        db.session.add(RoleGrant(role=role, permission=permission, granted=granted, **right))
    db.session.commit()
    told = {"case": noted.case_id, "noted": noted.id, "raised": raised.id}
    db.session.remove()
    downgrade(history("consultation"), "consultation_0012")
    downgrade(history("stewards"))
    return told


def test_every_row_comes_along(before):
    assert (count("consultation_steward"), count("consultation_round"), count("consultation_round_event")) == (2, 2, 3)
    names = "SELECT f.name FROM consultation_steward s JOIN consultation_forum f ON f.id = s.forum_id ORDER BY s.id"
    assert db.session.scalars(text(names)).all() == ["万豪花园", "锦绣苑"]
    assert count("consultation_forum") == 2, "of neighbourhoods that had no forum, one each was founded"
    assert count("records_contact") == 2
    kinds = "SELECT subject_kind FROM files_attachment"
    assert db.session.scalars(text(kinds)).all() == ["consultation_round"]
    db.session.remove()
    upgrade_all()
    assert drift(history("stewards")) == drift(history("consultation")) == []
    assert not inspect(db.engine).has_table("consultation_round")
    noted = db.session.get_one(Round, before["noted"])
    assert (noted.case_id, noted.status, len(noted.events)) == (before["case"], "reported", 2)
    assert noted.neighbourhood.name == "万豪花园"
    kept = db.session.scalars(select(Steward).order_by(Steward.id)).all()
    assert [(each.name, each.contact.name, each.neighbourhood.name) for each in kept] == [
        ("王秀英", "王秀英", "万豪花园"),
        ("李红", "李红", "锦绣苑"),
    ]
    assert db.session.scalar(select(func.count()).select_from(Neighbourhood)) == 2
    assert len(db.session.scalars(Attachment.of(noted)).all()) == 1
    assert db.session.scalars(select(SavedView.list)).all() == ["stewards.rounds"]


def test_a_topic_keeps_the_note_it_came_out_of(before):
    forum = db.session.scalar(text("SELECT forum_id FROM consultation_round"))
    values = {"forum": forum, "round": before["raised"]}
    db.session.execute(
        text(
            "INSERT INTO consultation_topic (forum_id, title, text, matter, source, hits, ruling, created_at, round_id, number,"
            " version, status, unit_id) SELECT :forum, '下水道', '……', 'leak', 'round', '', '', noted_at, :round, '议题1号', 1,"
            " 'proposed', unit_id FROM consultation_round WHERE id = :round"
        ),
        values,
    )
    db.session.commit()
    db.session.remove()
    upgrade_all()
    found = db.session.execute(text("SELECT origin_kind, origin_id FROM consultation_topic")).one()
    assert tuple(found) == ("stewards_round", before["raised"])
    db.session.remove()
    downgrade(history("consultation"), "consultation_0012")
    downgrade(history("stewards"))
    assert db.session.scalar(text("SELECT round_id FROM consultation_topic")) == before["raised"]
    db.session.remove()
    upgrade_all()
    assert drift(history("consultation")) == []


def test_decisions_rights_and_roles_go_on_to_hold(before):
    upgrade_all()
    granted = select(RoleGrant.role, RoleGrant.permission, RoleGrant.granted)
    rights = set(map(tuple, db.session.execute(granted).all()))
    assert {
        ("mediator", "stewards.note", True),
        ("mediator", "consultation.propose", True),
        ("clerk", "stewards.note", False),
        ("clerk", "consultation.propose", False),
        ("stewards.steward", "stewards.export", True),
        ("stewards.steward", "consultation.export", True),
    } <= rights
    held = db.session.scalars(select(Appointment.role).where(Appointment.role.contains("steward")))
    assert set(held) == {"stewards.steward"}
    states = select(Activation.unit_id, Activation.state).order_by(Activation.id)
    here, there = (
        db.session.execute(states.where(Activation.plugin == each)).all() for each in ("stewards", "consultation")
    )
    assert here == there != []


def test_the_people_named_as_stewards_go_with_them(cast, place):
    """Taken back for good, nobody's name is left."""
    db.session.remove()
    downgrade(history("stewards"))
    assert count("records_contact") == 0
    db.session.remove()
    upgrade_all()
    assert drift(history("stewards")) == []
    assert db.session.query(Steward).count() == 0


def test_stewards_become_contacts_and_come_back(cast, place):
    """As long ago as their telephone numbers stood on the roster."""
    place.enlist(name="李红", post="unit", area="4号楼", valid_from=clock.today(), by=cast.director)
    db.session.commit()
    db.session.remove()
    downgrade(history("consultation"), "consultation_0012")
    downgrade(history("stewards"))
    downgrade(history("consultation"), "consultation_0006")
    sealed = db.session.scalars(text("SELECT phone FROM consultation_steward ORDER BY id")).all()
    assert keyring.decrypt(sealed[0], "consultation_steward.phone") == "13804770001"
    assert sealed[1] is None
    assert count("records_contact") == 0
    db.session.remove()
    upgrade_all()
    assert drift(history("stewards")) == drift(history("consultation")) == []
    kept = db.session.query(Steward).order_by(Steward.id).all()
    assert [(each.contact.name, each.contact.phone) for each in kept] == [("王秀英", "13804770001"), ("李红", None)]
    assert all(each.contact.name_hash for each in kept)
