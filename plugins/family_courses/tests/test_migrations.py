"""An installation in which courses were a part of 家风教育 goes up without loss, and back."""

import json

import pytest
from sqlalchemy import func, inspect, select, text

from plugins.family_courses.models import Course, Enrolment
from portal import clock
from portal.accounts.models import Appointment
from portal.accounts.rights import RoleGrant
from portal.documents.models import Document
from portal.extensions import db
from portal.files.models import Attachment
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.numbering import NumberSeries
from portal.plugin.models import Activation
from portal.records.people import Contact
from portal.records.saved_views import SavedView
from portal.settings.models import SettingsRow

pytestmark = pytest.mark.database
OLD, NEW = "family_values", "family_courses"
TABLES = ("course", "course_event", "enrolment", "enrolment_event")
GUIDE, ORGANISER = "family_values.guide", "family_courses.organiser"


def history(key: str):
    return next(each for each in histories() if each.key == key)


def counts(key: str) -> list[int]:
    return [db.session.scalar(text(f"SELECT COUNT(*) FROM {key}_{each}")) for each in TABLES]


@pytest.fixture
def filled(course, enrol, cast, stage):
    """A lesson with a child, a waiting grown-up and a sheet; a certificate; then all of it under 家风教育, as it was."""
    child = enrol("小芳", guardian="王桂兰", born=clock.today().replace(year=2015), consent="paper")
    enrol("萨仁", "13804770002"), enrol("乌云", "13804770003")
    course.add_material(stage.picture("KEJIAN"), by=cast.clerk)
    paper = Document(
        subject_kind="family_courses_enrolment",
        subject_id=child.id,
        kind="certificate",
        title="学习证书",
        version=1,
        check_code="ABCDEFGHJKMN",
        sha256="0" * 64,
        issued_by=cast.clerk,
    )
    paper.unit_id = child.unit_id
    paper.copy_ancestors(child)
    db.session.add(paper)
    db.session.commit()
    return [each.number for each in course.enrolments]


@pytest.fixture
def before(filled, cast):
    """The database as it was then: tables, numbers, views, decisions, offices, rights and settings under 家风教育."""
    db.session.add(SavedView(user_id=cast.clerk.id, list=f"{NEW}.enrolments", name="候补", query="status=waiting"))
    db.session.add(Appointment(user_id=cast.mediator.id, unit_id=cast.street.id, role=GUIDE))
    now = (
        ("settings_row", "section", NEW),
        ("plugin_activation", "plugin", NEW),
        ("accounts_appointment", "role", ORGANISER),
    )
    for table, column, name in now:
        db.session.execute(text(f"DELETE FROM {table} WHERE {column} = '{name}'"))
    about = {"unit_id": cast.county.id, "valid_from": clock.today(), "actor_id": None, "reason": "旗文件"}
    content = {"enrolments_most": ["3"], "group_size": ["12"]}
    db.session.add(SettingsRow(section=OLD, content=json.dumps(content), locked="enrolments_most group_size", **about))
    decided = ("mediator", f"{OLD}.book", True), (GUIDE, f"{OLD}.book", False), (GUIDE, "families.edit", False)
    for role, right, given in decided:
        grant = {"unit_id": cast.county.id, "role": role, "permission": right}
        db.session.add(RoleGrant(granted=given, reason="旗文件", **grant))
    db.session.commit()
    db.session.remove()
    downgrade(history(OLD), "family_values_0006")
    downgrade(history(NEW))
    return filled


def test_every_row_comes_along_and_goes_back(before):
    rows = counts(OLD)
    assert rows[::2] == [1, 3]
    keys = inspect(db.session.connection()).get_foreign_keys(f"{OLD}_enrolment")
    assert "families_family" in [each["referred_table"] for each in keys]
    kinds = "SELECT subject_kind FROM documents_document UNION ALL SELECT subject_kind FROM files_attachment"
    assert set(db.session.scalars(text(kinds))) == {"family_values_enrolment", "family_values_course"}
    db.session.remove()
    upgrade_all()
    assert drift(history(NEW)) == drift(history(OLD)) == drift(history("core")) == []
    assert counts(NEW) == rows
    left = [
        each
        for each in inspect(db.session.connection()).get_table_names()
        if each.startswith((f"{OLD}_cour", f"{OLD}_enr"))
    ]
    assert left == []
    child, grown, waiting = db.session.scalars(select(Enrolment).order_by(Enrolment.id)).unique()
    assert [child.number, grown.number, waiting.number] == before
    assert (child.learner.name, child.guardian.name, child.family.contact.name) == ("小芳", "王桂兰", "王桂兰")
    assert [each.status for each in (child, grown, waiting)] == ["enrolled", "enrolled", "waiting"]
    assert len(db.session.scalars(Attachment.of(child.course)).all()) == 1
    assert [each.kind for each in db.session.scalars(Document.of(child))] == ["certificate"]


def test_numbers_go_on_and_ids_are_new(before, cast):
    upgrade_all()
    course = db.session.scalars(select(Course)).one()
    learner = Contact(name="其其格", phone="13804770004")
    fourth = Enrolment.enrol(unit=course.unit, course_id=course.id, learner=learner, by=cast.clerk)
    db.session.commit()
    assert (fourth.id, fourth.number.endswith("4号")) == (4, True)
    assert db.session.scalar(select(func.count()).where(NumberSeries.series == f"{NEW}.enrolment")) == 1


def test_decisions_offices_rights_and_settings_go_on_to_hold(before, cast):
    upgrade_all()
    [copied] = db.session.scalars(select(SettingsRow).where(SettingsRow.section == NEW))
    assert (copied.fields, copied.locked) == ({"enrolments_most": ["3"]}, "enrolments_most")
    offices = select(Appointment.role).where(Appointment.user_id == cast.mediator.id, Appointment.role.contains("."))
    assert sorted(db.session.scalars(offices)) == [ORGANISER, GUIDE], "who guides goes on to enrol people"
    granted = select(RoleGrant.role, RoleGrant.permission, RoleGrant.granted)
    mine = granted.where(RoleGrant.permission.startswith(f"{NEW}.") | (RoleGrant.role == ORGANISER))
    assert {tuple(each) for each in db.session.execute(mine)} == {
        ("mediator", f"{NEW}.enrol", True),
        (ORGANISER, f"{NEW}.enrol", False),
        (ORGANISER, "families.edit", False),
    }
    states = select(Activation.unit_id, Activation.state).order_by(Activation.id)
    here, there = (db.session.execute(states.where(Activation.plugin == each)).all() for each in (NEW, OLD))
    assert here == there != []
    assert [each.list for each in db.session.scalars(select(SavedView))] == [f"{NEW}.enrolments"]
    db.session.remove()
    downgrade(history(NEW), f"{NEW}_0001")
    upgrade_all()
    assert len(db.session.scalars(offices).all()) == 2, "nobody is appointed twice"
