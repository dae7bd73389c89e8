"""The numbers of certificates are encrypted on a database with rows, and readable after going back."""

from datetime import date

import pytest
from sqlalchemy import text

from plugins.elder_care.models import Category, Licence
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all

pytestmark = pytest.mark.database


def test_holders_of_health_certificates_become_contacts_and_come_back(canteen):
    history = next(each for each in histories() if each.key == "elder_care")
    db.session.remove()
    downgrade(history, "elder_care_0008")
    holders = text("SELECT holder FROM elder_care_licence ORDER BY id")
    assert db.session.scalars(holders).all() == ["", "", "张师傅", ""]
    assert db.session.scalar(text("SELECT count(*) FROM records_contact")) == 0
    db.session.remove()
    upgrade_all()
    assert drift(history) == []
    kept = db.session.query(Licence).order_by(Licence.id).all()
    assert [each.holder for each in kept] == ["", "", "张师傅", ""]
    assert kept[2].person.name_hash


def test_numbers_of_certificates_are_encrypted_and_leave_the_timeline(cast, member):
    history = next(each for each in histories() if each.key == "elder_care")
    member.classify("disabled", date(2026, 3, 10), by=cast.clerk, document="15062119380101001642")
    db.session.commit()
    db.session.remove()
    downgrade(history, "elder_care_0007")
    assert db.session.scalar(text("SELECT document FROM elder_care_category")) == "15062119380101001642"
    told = "残疾人，2026-03-10 起。"
    said = text("UPDATE elder_care_member_event SET note = :note WHERE verb = 'classify'")
    db.session.execute(said, {"note": f"{told}15062119380101001642"})
    db.session.commit()
    db.session.remove()
    upgrade_all()
    assert drift(history) == []
    assert db.session.query(Category).one().document == "15062119380101001642"
    assert "15062119380101001642" not in db.session.scalar(text("SELECT document FROM elder_care_category"))
    notes = db.session.scalars(text("SELECT note FROM elder_care_member_event WHERE verb = 'classify'")).all()
    assert notes == [told]
