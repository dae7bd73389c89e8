"""An installation in which honours were a part of 家风教育 goes up without loss, and back."""

import json

import pytest
from sqlalchemy import func, inspect, select, text

from plugins.family_honours.models import Campaign, FamilyHonour, HonourObjection
from plugins.family_honours.samples import HONOURS, OBJECTIONS
from portal import clock
from portal.accounts.models import Appointment
from portal.accounts.rights import RoleGrant
from portal.extensions import db
from portal.files.models import Attachment
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.numbering import NumberSeries
from portal.settings.models import SettingsRow

pytestmark = pytest.mark.database
OLD, ROLE = "family_values", "family_honours.federation"


def history(key: str):
    return next(each for each in histories() if each.key == key)


def roles() -> set[str]:
    """The keys under which there are appointments of 妇联干部."""
    return set(db.session.scalars(select(Appointment.role).where(Appointment.role.endswith(".federation"))))


@pytest.fixture
def before(stage, cast):
    """One that was declined for what was found, one under publication with an objection; then all of it under 家风教育, as it was."""
    failed, shown = HONOURS.bring("nominated", stage), HONOURS.bring("published", stage)
    failed.fail(failed.checks[1], "旗法院", clock.today(), "在失信名单上。", by=cast.clerk)
    OBJECTIONS.begin(stage, {HonourObjection.lodge: {"honour": shown}})
    db.session.add(Appointment(user_id=cast.clerk.id, unit_id=cast.street.id, role=ROLE))
    right = {"unit_id": cast.county.id, "role": ROLE, "granted": True, "reason": "旗文件"}
    db.session.add(RoleGrant(permission="family_values.export", **right))
    about = {"unit_id": cast.county.id, "valid_from": clock.today(), "actor_id": None, "reason": "旗文件"}
    content = json.dumps({"reviewers": ["7"], "group_size": ["12"]})
    db.session.add(SettingsRow(section=OLD, content=content, locked="", **about))
    db.session.commit()
    numbers = db.session.scalars(select(FamilyHonour.number).order_by(FamilyHonour.id)).all()
    db.session.remove()
    downgrade(history(OLD), "family_values_0004")
    downgrade(history("family_honours"))
    return numbers


def test_every_row_comes_along(before):
    assert db.session.scalar(text("SELECT COUNT(*) FROM family_values_honour")) == 2
    assert roles() == {"family_values.federation"}
    db.session.remove()
    upgrade_all()
    assert drift(history("family_honours")) == drift(history(OLD)) == []
    left = [each for each in inspect(db.engine).get_table_names() if each.startswith((f"{OLD}_hon", f"{OLD}_camp"))]
    assert left == []
    failed, shown = db.session.scalars(select(FamilyHonour).order_by(FamilyHonour.id)).unique()
    assert [failed.number, shown.number] == before
    assert [each.finding for each in failed.checks if each.failed] == ["在失信名单上。"]
    assert (shown.family.contact.name, shown.reviews[0].stood_aside[0].member.name) == ("其其格", "乌云")
    assert db.session.scalar(select(func.count(HonourObjection.id)).where(HonourObjection.honour_id == shown.id)) == 1
    assert all(db.session.scalars(Attachment.of(each)).all() for each in db.session.scalars(select(Campaign)))
    assert db.session.scalar(select(func.count()).where(NumberSeries.series == "family_honours.honour")) == 1


def test_offices_rights_and_settings_go_on_to_hold(before):
    upgrade_all()
    assert roles() == {ROLE}
    granted = select(RoleGrant.role, RoleGrant.permission).where(RoleGrant.permission.startswith("family_honours."))
    assert db.session.execute(granted).all() == [(ROLE, "family_honours.export")]
    [copied] = db.session.scalars(select(SettingsRow).where(SettingsRow.section == "family_honours"))
    assert copied.fields == {"reviewers": ["7"]}
