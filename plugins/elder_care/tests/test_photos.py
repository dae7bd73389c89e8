"""Photos of members: one by one, and on the rows of a roster from Excel."""

import io

import pytest
import xlsxwriter
from PIL import Image
from sqlalchemy import func, select, text

from plugins.elder_care.models import Member
from portal.extensions import db
from portal.files.models import Attachment
from portal.records.sheets import read
from portal.testing.pictures import photo

pytestmark = pytest.mark.database
NUMBER = "150621194801010010"


@pytest.fixture
def clerk(noon, as_user):
    return as_user("clerk")


def test_a_photo_is_made_small_and_shown_at_the_till_only_there(clerk, as_user, member, player):
    url = f"/elder_care/members/{member.id}/photo"
    assert "请选择照片" in clerk.fill(clerk.page(f"{url}/new")).text
    picture = player.stage.picture()
    clerk.fill(clerk.page(f"{url}/new"), upload=(picture.stream, "photo.jpg"))
    shown = as_user("elder_care.operator").get(url)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert len(shown.data) < 20_000
    assert as_user("outsider").get(url).status_code == 404


def test_a_roster_with_photos_is_checked_entered_and_taken_back(clerk, cast, as_user, canteen, player):
    stream, colours = io.BytesIO(), ("red", "blue", "green")
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        rows = [
            ("姓名", "身份证号"),
            ("云秀英", NUMBER),
            ("赵桂兰", "15060219480101002X"),
            ("王玉梅", "150621194801010011"),
        ]
        for number, row in enumerate(rows):
            sheet.set_row(number, 60)
            sheet.write_row(number, 0, row)
        for number, colour in enumerate(colours, start=1):
            drawn = io.BytesIO(photo(colour))
            sheet.insert_image(number, 2, "a.jpg", {"image_data": drawn, "x_scale": 0.1, "y_scale": 0.1, "y_offset": 2})
    stream.seek(0)
    form = clerk.page(f"/elder_care/canteens/{canteen.id}/import/members")
    assert "照片放在本人那一行上" in form.text
    report = clerk.fill(form, upload=(stream, "名册.xlsx"))
    assert "照片 3 张" in report.text
    assert "可以导入 2 行" in report.text
    assert db.session.scalar(select(func.count(Attachment.id))) == 0, "the dry run keeps no photo"
    marked = read(clerk.get(f"{report.url}/sheet.xlsx").data, pictures=True)
    assert len(marked.pictures) == 3, "the marked sheet has them, to be corrected and sent again"
    entered = clerk.fill(report, report.url, consent="y")
    assert "已导入 2 行" in entered.text
    found = {each.title: each for each in db.session.scalars(select(Member))}
    shown = f"/elder_care/members/{found['云秀英'].id}/portrait"
    assert clerk.get(shown).mimetype == "image/jpeg"
    assert shown in clerk.get(f"/elder_care/members/{found['云秀英'].id}").text
    assert as_user("district").get(shown).status_code == 403
    assert as_user("outsider").get(shown).status_code == 404
    assert shown not in as_user("district").get(f"/elder_care/members/{found['云秀英'].id}").text
    for name, channel in (("云秀英", 0), ("赵桂兰", 2)):
        with Image.open(io.BytesIO(found[name].photo.content)) as portrait:
            assert portrait.size == (240, 320)
            assert portrait.getpixel((120, 160))[channel] > 200
        said = " ".join(entry.note for entry in found[name].events)
        assert ("随名册导入照片" in said, "本人同意" in said) == (True, False), "nobody was asked for it"
    held = db.session.scalar(text("SELECT content FROM records_import"))
    assert "pictures" not in held
    assert "已撤销" in clerk.fill(entered, f"{report.url}/undoing").text
    assert db.session.scalar(select(func.count(Member.id))) == 0
    assert db.session.scalar(select(func.count(Attachment.id))) == 0


def test_photos_that_belong_to_nobody_are_said_before_anything_is_entered(clerk, canteen):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([("姓名", "身份证号"), ("云秀英", NUMBER), ("赵桂兰", "15060219480101002X")]):
            sheet.write_row(number, 0, row)
        for number, height in ((1, 100), (9, 15)):
            drawn = io.BytesIO(photo("red", size=(60, height)))
            sheet.insert_image(number, 2, "a.jpg", {"image_data": drawn})
    stream.seek(0)
    report = clerk.fill(clerk.page(f"/elder_care/canteens/{canteen.id}/import/members"), upload=(stream, "名册.xlsx"))
    assert "盖住第 2 至 3 行，请缩小到一行之内" in report.text
    assert "有 1 张照片不在任何一行上" in report.text
    assert "可以导入 1 行" in report.text


def test_without_consent_the_roster_is_entered_without_photos(clerk, canteen):
    stream, drawn = io.BytesIO(), io.BytesIO(photo("red", size=(15, 15)))
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([("姓名", "身份证号"), ("云秀英", NUMBER)]):
            sheet.write_row(number, 0, row)
        sheet.insert_image(1, 2, "a.jpg", {"image_data": drawn})
    stream.seek(0)
    report = clerk.fill(clerk.page(f"/elder_care/canteens/{canteen.id}/import/members"), upload=(stream, "名册.xlsx"))
    assert "照片都经本人同意" in report.text
    assert "已导入 1 行" in clerk.fill(report, report.url).text
    [member] = db.session.scalars(select(Member))
    assert (member.photo, [entry.verb for entry in member.events]) == (None, ["enrol"])
