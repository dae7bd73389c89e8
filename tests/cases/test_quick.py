"""报一件事: two presses and a photo are enough; who said it may stay open; the next form is there."""

import io

import pytest
from PIL import Image

from portal.cases.models import Case
from portal.cases.quick import common_kinds
from portal.extensions import db
from portal.files.models import Attachment
from portal.people.models import Person
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database
QUICK = "/cases/quick"


def photo() -> tuple[io.BytesIO, str]:
    stream = io.BytesIO()
    Image.effect_noise((120, 90), 80).convert("RGB").save(stream, "JPEG")
    stream.seek(0)
    return stream, "image.jpg"


def last() -> Case:
    return db.session.scalars(db.select(Case).order_by(Case.id.desc())).unique().first()


@pytest.fixture
def worker(as_user, cast):
    return as_user("grid")


def test_a_photo_and_a_key_are_enough_and_the_next_form_is_there(cast, worker):
    page = worker.fill(worker.page(QUICK), kind="2502", photo=photo())
    assert (page.url, page.status) == (QUICK, 200)
    case = last()
    assert f"已登记：{case.number}" in page.text
    assert (case.kind, case.source, case.nature, case.unit_id) == ("2502", "grid", "help", cast.unit_ids["grid1"])
    assert case.parties == []
    assert case.title
    (kept,) = db.session.scalars(Attachment.of(case))
    shown = worker.page(f"/cases/{case.id}")
    assert f"/files/{kept.id}" in "".join(shown.links())
    assert f"{cast.grid.name}巡查发现" in shown.text


def test_a_sentence_is_enough_and_becomes_the_title(worker):
    said = "一单元楼道堆满纸箱，说了两次没有清，消防通道走不了人，电动车也停在里面，住户意见很大，请尽快清理。"
    worker.fill(worker.page(QUICK), kind="2801", text=said, location="2 号楼", urgent="y")
    case = last()
    assert case.description == said
    assert case.title.endswith("…")
    assert (case.location, case.urgency) == ("2 号楼", "urgent")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "楼道堆物"}, "请选一类"),
        ({"kind": "2502"}, "请拍一张照片，或者写一句话"),
        ({"kind": "2502", "text": "找王先生 13800000001"}, "不能写"),
        ({"kind": "2502", "text": "楼道堆物", "applicants-0-phone": "13800000001"}, "请填写姓名"),
        ({"kind": "2502", "text": "楼道堆物", "photo": (io.BytesIO(b"no picture"), "a.jpg")}, "照片"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_half_written(worker, given, said):
    page = worker.fill(worker.page(QUICK), **given)
    assert page.status == 422
    assert said in page.text
    assert last() is None


def test_whoever_gave_a_name_is_the_one_who_reports(worker):
    name = {"applicants-0-name": "云大山", "applicants-0-phone": "13800000001"}
    worker.fill(worker.page(QUICK), kind="2502", text="楼道堆物", **name)
    case = last()
    assert [each.name for each in case.parties] == ["云大山"]
    assert case.source == "visit"


def test_somebody_of_that_name_on_record_is_asked_about(cast, worker):
    known = factories.resident(cast.grid1)
    db.session.commit()
    name = {"applicants-0-name": known.name}
    page = worker.fill(worker.page(QUICK), kind="2502", text="楼道堆物", **name)
    assert page.status == 422
    assert "可能登记过" in page.text
    assert db.session.query(Person).count() == 1


def test_a_kind_that_is_no_key_is_in_the_list_of_all(worker):
    worker.fill(worker.page(QUICK), other="0701", text="工地欠薪")
    assert last().kind == "0701"


def test_the_keys_are_what_comes_most_in_this_street(cast, worker):
    for kind in ("0402", "0402", "0203"):
        factories.case(cast.taixing, by=cast.clerk, kind=kind)
    factories.case(cast.outsider.appointments[0].unit, by=cast.outsider, kind="0901")
    db.session.commit()
    with statements() as sent:
        keys = list(common_kinds(cast.grid1))
    assert keys[:2] == ["0402", "0203"]
    assert len(keys) == 6
    assert "0901" not in keys
    assert len([each for each in sent if "cases_case" in each]) == 1


def test_it_is_the_first_thing_on_the_desk_of_whoever_is_on_foot(as_user, worker):
    assert QUICK in worker.page("/").links()
    assert QUICK not in as_user("clerk").page("/").links()
