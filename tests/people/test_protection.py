"""个人信息: masked in lists, whole only with a reason on record, unreadable in the database itself."""

import base64
import secrets

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text

from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.people.models import Person
from portal.protection import Keyring
from portal.records.import_batch import ImportBatch
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def person(cast) -> Person:
    person = factories.resident(
        cast.taixing, name="独孤小白", phone="15412345678", address="昭君街道泰兴社区迎宾路3号楼2单元501室"
    )
    db.session.commit()
    return person


def test_lists_and_pages_show_parts_only(as_user, person):
    client, number, ident = as_user("clerk"), person.id_number, person.id
    for url in ("/people", "/people?q=独孤", f"/people/{ident}", f"/people/{ident}/full"):
        page = client.page(url)
        assert page.status == 200
        for secret in (number, number[6:14], "15412345678", "501室", "2单元"):
            assert secret not in page.text
            assert secret not in page.response.get_data(as_text=True)


def test_the_name_of_a_party_does_not_stand_in_the_title_of_the_case(as_user, person, cast):
    case = factories.case(cast.taixing, by=cast.clerk, title="独孤小白和邻居争地界", parties=[(1, person)])
    db.session.commit()
    page = as_user("clerk").page(f"/cases/{case.id}")
    assert page.heading == "独孤小白和邻居争地界"
    assert page.tree.findtext(".//title").startswith("独孤**和邻居争地界")


def test_seeing_everything_takes_a_reason_and_leaves_a_trace(as_user, person, cast):
    client, number, ident = as_user("clerk"), person.id_number, person.id
    page = client.page(f"/people/{ident}/full")
    assert client.fill(page, reason=" ").status == 422
    assert not db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reveal")).all()
    page = client.fill(page, reason="电话核实调解时间")
    assert number in page.text
    assert "15412345678" in page.text
    assert (page.heading, page.tree.findtext(".//title").split(" - ")[0]) == ("独孤小白", "独孤**")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reveal")).one()
    assert (entry.actor_id, entry.subject_kind, entry.subject_id, entry.detail, entry.unit_id) == (
        cast.clerk.id,
        "people_person",
        str(ident),
        "电话核实调解时间",
        cast.taixing.id,
    )
    assert "电话核实调解时间" in as_user("auditor").page("/audit/").text


def test_the_grid_worker_sees_no_more_than_the_list(as_user, cast):
    person = factories.resident(cast.grid1)
    db.session.commit()
    client = as_user("grid")
    assert client.page(f"/people/{person.id}").status == 200
    assert client.page(f"/people/{person.id}/full").status == 403


def test_the_database_file_tells_nothing(person):
    row = db.session.execute(text("SELECT id_number, phone, address, id_hash, phone_hash FROM people_person")).one()
    for value in row:
        for secret in (person.id_number, person.id_number[6:14], person.phone, "迎宾路"):
            assert secret not in value


def test_a_sealed_value_moved_to_another_column_does_not_open(person):
    db.session.execute(text("UPDATE people_person SET phone = id_number"))
    db.session.expire(person)
    with pytest.raises(InvalidTag):
        assert person.phone


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def test_after_a_rotation_old_values_open_and_old_hashes_still_find():
    old, new = new_key(), new_key()
    before, after = Keyring(), Keyring()
    before.load(old)
    after.load(f"{new},{old}")
    sealed = before.encrypt("150621199001011234", "x.y")
    assert after.decrypt(sealed, "x.y") == "150621199001011234"
    assert before.index("15400000001", "phone") in after.indexes("15400000001", "phone")
    assert after.index("15400000001", "phone") == after.indexes("15400000001", "phone")[0]
    assert after.mark("15400000001", "phone") == before.mark("15400000001", "phone")
    assert after.mac(b"row") == before.mac(b"row")
    fresh = after.encrypt("新值", "x.y")
    assert after.decrypt(fresh, "x.y") == "新值"
    with pytest.raises(KeyError):
        before.decrypt(fresh, "x.y")


GOOD = base64.b64encode(b"k" * 32).decode()


@pytest.mark.parametrize("keys", ["", "short", GOOD[:24], f"{GOOD},", f"{GOOD};{GOOD}"])
def test_a_key_that_is_none_is_refused(keys):
    with pytest.raises(ValueError, match=r"."):
        Keyring().load(keys)


def test_what_is_against_the_rows_of_a_file_is_stored_encrypted(cast):
    said = {"2": ["证件号码 152722193603010027 已登记过。"]}
    batch = ImportBatch(key="roster.test", owner_id=1, name="名册.xlsx", content="{}", wrong=said, actor=cast.clerk)
    batch.place(cast.taixing)
    db.session.add(batch)
    db.session.commit()
    assert batch.wrong == said
    stored = "SELECT CAST(wrong AS TEXT) FROM records_import"
    assert "1527221936" not in db.session.scalar(text(stored))
    db.session.execute(text("""UPDATE records_import SET wrong = '{"3": ["缺姓名"]}'"""))
    db.session.expire_all()
    assert batch.wrong == {"3": ["缺姓名"]}, "files read before this was encrypted"
