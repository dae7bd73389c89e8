"""What is enclosed with a case: photos of how it was and of what was done, by whoever handles it; nobody has to."""

import io

import pytest

from portal.cases.models import Assignment
from portal.extensions import db
from portal.files.models import Attachment
from portal.testing import factories
from portal.testing.pictures import photo

pytestmark = pytest.mark.database


@pytest.fixture
def handed(cast) -> Assignment:
    case = factories.case(cast.street, by=cast.clerk)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    given = case.assign(cast.labour_bureau, by=cast.clerk)
    given.acknowledge(by=cast.department)
    db.session.commit()
    return given


def files(count: int) -> list:
    return [(io.BytesIO(photo(size=(60 + each, 60), kind="PNG")), f"现场{each}.png") for each in range(count)]


def test_the_unit_that_answers_sends_its_photos_and_the_desk_sees_them(as_user, handed):
    case, department = handed.record, as_user("department")
    path = f"/cases/{case.id}/assignments/{handed.id}/report"
    assert department.fill(department.page(path), path, text="修好了。", uploads=files(2)).status == 200
    page = as_user("clerk").page(f"/cases/{case.id}")
    assert "修好了。（附材料 2 份）" in page.text
    assert "现场0" in page.text
    assert len([each for each in page.links() if each.startswith("/files/")]) == 2


def test_an_answer_needs_no_photo(as_user, handed):
    department, path = as_user("department"), f"/cases/{handed.record.id}/assignments/{handed.id}/report"
    department.fill(department.page(path), path, text="修好了。")
    db.session.refresh(handed)
    assert (handed.status, handed.result) == ("reported", "修好了。")


def test_what_is_no_picture_is_said_at_the_field_and_what_was_typed_stays(as_user, handed):
    department, path = as_user("department"), f"/cases/{handed.record.id}/assignments/{handed.id}/report"
    answer = department.fill(
        department.page(path), path, text="修好了。", uploads=[*files(1), (io.BytesIO(b"MZ" * 400), "病毒.exe")]
    )
    assert answer.status == 422
    assert "修好了。" in answer.text
    db.session.refresh(handed)
    assert handed.status == "acknowledged"
    assert db.session.scalars(Attachment.of(handed.record)).all() == []


def test_more_may_be_enclosed_until_it_is_filed(as_user, cast, handed):
    case, clerk = handed.record, as_user("clerk")
    path = f"/cases/{case.id}/materials"
    assert clerk.fill(clerk.page(path), path, uploads=files(10)).status == 422
    assert "请选择照片或者文件" in clerk.fill(clerk.page(path), path).text
    assert clerk.fill(clerk.page(path), path, uploads=files(1)).status == 200
    handed.report("修好了。", by=cast.department)
    case.resolve("修好了。", by=cast.director)
    case.archive(by=cast.clerk)
    db.session.commit()
    assert path not in clerk.page(f"/cases/{case.id}").links()


def test_an_id_number_in_the_name_of_a_file_is_neither_kept_nor_shown(as_user, handed):
    number, case, clerk = factories.book.person().id_number, handed.record, as_user("clerk")
    path = f"/cases/{case.id}/materials"
    clerk.fill(clerk.page(path), path, uploads=[(io.BytesIO(photo(kind="PNG")), f"证件{number}.png")])
    assert db.session.scalars(Attachment.of(case)).one().name == "证件〔身份证号已隐去〕.jpg"
    assert number not in clerk.page(f"/cases/{case.id}").text


def test_another_district_neither_adds_nor_reads(as_user, handed):
    assert as_user("outsider").get(f"/cases/{handed.record.id}/materials").status_code == 404
