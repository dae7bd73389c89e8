"""Behind a label: a form without account or script, which loses nothing and counts one press once."""

import io

import pytest

from plugins.public_reports.models import Report
from plugins.public_reports.tests.conftest import CODE_OF
from portal.extensions import db
from portal.plugin_admin.switching import switch
from portal.records.followed import code_of
from portal.records.public_following import UNKNOWN
from portal.testing.pictures import photo

pytestmark = pytest.mark.database


def fill(client, label, **typed):
    page = client.page(label.path)
    return client.fill(page, label.path, **({"matter": "property", "text": "楼道的灯不亮。"} | typed))


def act(client, page, step, **typed):
    (action,) = page.tree.xpath(f"//form[contains(@action, '/{step}')]/@action")
    return client.fill(page, action, **typed)


def test_number_and_code_are_told_and_lead_to_it(client, label):
    page = fill(client, label, place_text="3 号楼")
    assert page.status == 200
    assert "查询码" in page.text
    sent = db.session.query(Report).one()
    assert sent.number in page.text
    assert (sent.where, sent.reporter, label.last_used_at) == ("万豪花园南门，3 号楼", None, sent.created_at)
    code = page.tree.xpath("//input[@name='code']/@value")[0]
    followed = client.fill(client.page("/track"), "/track", number=sent.number, code=code)
    assert "待看" in followed.text


def test_a_picture_goes_without_its_place(client, label):
    fill(client, label, photo_1=(io.BytesIO(photo()), "IMG_1.jpg"))
    (picture,) = db.session.query(Report).one().photos
    assert picture.mime == "image/jpeg"
    assert b"Exif" not in picture.content[:200]


def test_what_is_no_picture_or_too_long_is_told_and_the_pictures_stay(client, label):
    sent = {"photo_1": (io.BytesIO(photo()), "a.jpg"), "photo_2": (io.BytesIO(b"\0\0\0\x18ftypmp42"), "film.mp4")}
    page = fill(client, label, text="灯" * 501, **sent)
    assert page.status == 422
    assert "现在是 501 个字" in page.text
    assert "已选：a.jpg" in page.text
    assert "录像请到窗口交给工作人员" in page.text
    assert page.tree.xpath("//textarea[@name='text']/text()")[0].strip() == "灯" * 501
    page = client.fill(page, label.path, text="灯坏了。")
    assert page.status == 200
    assert len(db.session.query(Report).one().photos) == 1


def test_the_same_again_leads_to_the_earlier_one(client, label):
    fill(client, label)
    sent = db.session.query(Report).one()
    page = fill(client, label, text="楼道的灯，不亮")
    assert page.status == 422
    assert sent.number in page.text
    assert client.fill(page, label.path, again="y").status == 200
    assert db.session.query(Report).count() == 2


def test_nobody_else_is_told_that_the_same_came_in(client, label):
    fill(client, label)
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    client.environ_base = client.environ_base | elsewhere
    assert fill(client, label).status == 200


def test_nobody_is_told_that_a_tip_off_came_in(client, label):
    assert fill(client, label, tip_off="y").status == 200
    assert fill(client, label).status == 200


def test_what_was_withdrawn_is_not_said_to_be_under_way(client, label):
    fill(client, label)
    db.session.query(Report).one().withdraw(by=None)
    db.session.commit()
    assert fill(client, label).status == 200


def test_who_sends_many_answers_a_sum_first(client, label):
    for number in range(10):
        assert fill(client, label, text=f"第 {number} 盏灯不亮").status == 200
    page = fill(client, label, text="又一盏灯不亮")
    assert page.status == 422
    question = page.tree.xpath("//label[@for='total']/text()")[0]
    signs = "零一二三四五六七八九"
    total = signs.index(question[0]) + signs.index(question[2])
    assert client.fill(page, label.path, total=str(total + 1)).status == 422
    assert client.fill(page, label.path, total=str(total)).status == 200
    assert db.session.query(Report).count() == 11


def test_a_label_that_is_off_says_where_to_go(client, cast, label):
    label.close("请扫北门的码。", by=cast.director)
    db.session.commit()
    page = client.page(label.path)
    assert "请扫北门的码" in page.text
    assert not page.tree.xpath("//textarea")


def test_a_label_that_is_not_there_and_one_where_the_module_is_off(client, cast, label):
    assert client.get("/report/ZZZZZZ").status_code == 404
    switch("public_reports", cast.county, "off", by=None, reason="停用")
    db.session.commit()
    assert client.get(label.path).status_code == 404


def test_the_form_is_that_of_the_unit_of_the_label_and_of_none_above(client, cast, label):
    def at(unit) -> str:
        return f"/public_reports/public/{unit.id}/labels/{label.id}/report"

    assert client.get(at(cast.grid1)).status_code == 200
    for above in (cast.taixing, cast.street, cast.county):
        assert (client.get(at(above)).status_code, client.post(at(above)).status_code) == (404, 404)
    switch("public_reports", cast.street, "off", by=None, reason="停用")
    db.session.commit()
    assert client.get(at(cast.grid1)).status_code == 404


def test_a_report_lies_where_its_label_does(cast, label):
    sent = Report.send(unit=cast.county, label=label, matter="property", text="楼道的灯不亮。", by=None)
    assert sent.unit == label.unit
    assert sent.number.startswith(cast.street.short_name)


def test_a_wrong_code_looks_like_a_number_that_is_not_there(client, report):
    sent = report()
    for number, code in ((sent.number, "AAAA-AAAA"), ("2026-999", code_of(f"{CODE_OF} {sent.text}"))):
        page = client.fill(client.page("/track"), "/track", number=number, code=code)
        assert (page.status, UNKNOWN in page.text) == (422, True)


def test_whoever_knows_the_code_adds_rates_and_asks_again(client, cast, report):
    sent = report()
    code = code_of(f"{CODE_OF} {sent.text}")
    page = client.fill(client.page("/track"), "/track", number=sent.number, code=code)
    page = act(client, page, "remark", remark__text="三层。")
    assert "补充的话已经转达" in page.text
    sent.accept("楼道灯不亮", "property", by=cast.clerk)
    sent.case.accept(by=cast.clerk)
    sent.case.resolve("物业换了灯。", by=cast.director)
    db.session.commit()
    page = client.fill(client.page("/track"), "/track", number=sent.number, code=code)
    assert cast.director.name in page.text, "who answers stands by it"
    act(client, page, "rating", rating__responded="yes", rating__solved="no", rating__satisfied="no")
    page = act(client, page, "reopening", reopening__reason="只亮了一天。")
    db.session.refresh(sent)
    assert (sent.solved, sent.status) == (False, "again")
