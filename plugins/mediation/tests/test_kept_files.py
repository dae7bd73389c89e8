"""A sound file that was picked stays picked when the form comes back, without script too; a harmful one does not."""

import io
import shutil
from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from portal import clock
from portal.extensions import db
from portal.testing import pictures
from portal.testing.cast import PASSWORD
from portal.web.forms.kept_files import clear

SIGN = "/mediation/disputes/{}/signatures"
WRONG = {"sealed_on": "202611"}


def image(colour: str = "white") -> io.BytesIO:
    return io.BytesIO(pictures.photo(colour, size=(1240, 1754)))


def scans(agreed) -> list[str]:
    db.session.rollback()
    return [each.name for each in db.session.get(Dispute, agreed.id).scans]


def kept(app) -> list:
    return list((app.extensions["portal_settings"].instance / "kept").glob("*/*/*.file"))


@pytest.fixture(autouse=True)
def nothing_kept(app):
    shutil.rmtree(app.extensions["portal_settings"].instance / "kept", ignore_errors=True)


@pytest.fixture
def form(agreed) -> str:
    db.session.commit()
    return SIGN.format(agreed.id)


def test_the_file_need_not_be_picked_again(app, as_user, agreed, form):
    client = as_user("mediator")
    page = client.fill(client.page(form), scan=(image(), "扫描件.jpg"), **WRONG)
    assert page.status == 422
    assert "已选：扫描件.jpg（不用再选）" in page.text
    assert "浏览器不留选好的文件" not in page.text
    page = client.fill(page, **WRONG)
    assert "已选：扫描件.jpg（不用再选）" in page.text, "as often as it is wrong"
    page = client.fill(page, sealed_on=f"{clock.today()}")
    assert page.status == 200
    assert scans(agreed) == ["扫描件.jpg"]
    assert kept(app) == [], "gone with its form"


def test_what_is_kept_is_encrypted_and_of_one_form_only(app, as_user, agreed, form):
    client = as_user("mediator")
    client.fill(client.page(form), scan=(image(), "扫描件.jpg"), **WRONG)
    (path,) = kept(app)
    assert b"JFIF" not in path.read_bytes()
    assert "扫描件".encode() not in path.with_suffix(".about").read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert "已选" not in client.page(form).text, "another page is another form"
    page = client.fill(client.page(form), **WRONG)
    assert "已选" not in page.text


def test_a_harmful_file_is_not_kept(app, as_user, form):
    client = as_user("mediator")
    page = client.fill(client.page(form), scan=(io.BytesIO(b"MZ virus"), "扫描件.jpg"))
    assert page.status == 422
    assert "不是照片或 PDF" in page.text
    assert "浏览器不留选好的文件，请重新选择" in page.text
    assert kept(app) == []


def test_another_file_joins_those_of_a_box_for_several(as_user, agreed, form):
    client = as_user("mediator")
    page = client.fill(client.page(form), scan=(image("red"), "一.jpg"), **WRONG)
    page = client.fill(page, scan=(image("blue"), "二.jpg"), **WRONG)
    assert "已选：一.jpg" in page.text
    assert "已选：二.jpg" in page.text
    page = client.fill(page, scan=(image("red"), "又是一.jpg"), sealed_on=f"{clock.today()}")
    assert page.status == 200
    assert scans(agreed) == ["二.jpg", "又是一.jpg"], "the same content counts once"


def test_a_file_that_is_not_wanted_any_more_goes(app, as_user, agreed, form):
    client = as_user("mediator")
    page = client.fill(client.page(form), scan=(image(), "扫描件.jpg"), **WRONG)
    mark = page.tree.xpath("//input[@name='scan-unpick']/@value")[0]
    page = client.fill(page, scan__unpick=mark, sealed_on=f"{clock.today()}")
    assert page.status == 200
    assert scans(agreed) == []
    assert kept(app) == []


def test_whoever_was_signed_out_meanwhile_finds_it_again(app, as_user, agreed, form):
    client = as_user("mediator")
    page = client.page(form)
    data = page.fields(page.form()) | {"scan": (image(), "扫描件.jpg"), "sealed_on": f"{clock.today()}"}
    client.delete_cookie("portal_session")
    answer = client.post(form, data=data)
    page = client.fill(client.page(answer.headers["Location"]), username="mediator", password=PASSWORD)
    assert "已选：扫描件.jpg（不用再选）" in page.text
    page = client.fill(page)
    assert page.status == 200
    assert scans(agreed) == ["扫描件.jpg"]


def test_somebody_else_gets_nothing(as_user, agreed, form):
    client, other = as_user("mediator"), as_user("director")
    page = client.page(form)
    client.fill(page, scan=(image(), "扫描件.jpg"), **WRONG)
    answer = other.post(form, data=page.fields(page.form()) | WRONG)
    assert "已选" not in answer.get_data(as_text=True)


def test_the_job_clears_what_is_old(app, as_user, form):
    client = as_user("mediator")
    client.fill(client.page(form), scan=(image(), "扫描件.jpg"), **WRONG)
    assert clear(clock.now() - timedelta(days=7)) == 0
    assert len(kept(app)) == 1
    assert clear(clock.now() + timedelta(days=1)) == 1
    assert kept(app) == []


def test_a_step_with_files_keeps_them_as_well(as_user, agreed):
    db.session.commit()
    client = as_user("mediator")
    page = client.fill(client.page(f"/mediation/disputes/{agreed.id}/materials/new"), files=(image(), "收条.jpg"))
    assert page.status == 422
    assert "请选择材料类别" in page.text
    page = client.fill(page, purpose="payment")
    assert page.status == 200
    assert "收条.jpg" in page.text
