"""家庭荣誉 without an account: nominating, following, objecting, the roll of honour; titles of earlier years from Excel, with photos."""

import io

import pytest
import xlsxwriter

from plugins.family_honours.models import Campaign, FamilyHonour, HonourObjection
from plugins.family_honours.samples import CAMPAIGNS, HONOURS
from portal.extensions import db
from portal.records.people import Contact

pytestmark = pytest.mark.database


@pytest.fixture
def campaign(stage) -> Campaign:
    found = CAMPAIGNS.bring("running", stage)
    db.session.commit()
    return found


def filled(page, client, **given):
    fields = {
        "sender": "王桂兰",
        "phone": "13804770001",
        "source": "self",
        "story": "照顾婆婆。",
        "agreed": "y",
    } | given
    return client.fill(page, **fields)


def code_on(page) -> str:
    return page.tree.xpath("string(//input[@name='code']/@value)")


def test_a_family_puts_itself_forward_follows_and_takes_back_its_consent(client, campaign, cast):
    unit, path = cast.street.id, f"/family_honours/public/{cast.street.id}/honours"
    listed = client.page(path)
    form = client.page(next(each for each in listed.links() if each.endswith("/nominations/new")))
    assert filled(form, client, agreed=None).status == 422
    answer = filled(client.page(form.url), client, by_name="y", place_id=str(cast.taixing.id), category="elders")
    honour = db.session.scalars(db.select(FamilyHonour)).unique().one()
    assert (honour.source, honour.agreed, honour.by_name, honour.unit_id) == ("self", "phone", True, cast.taixing.id)
    assert honour.family.contact.name == "王桂兰"
    code = code_on(answer)
    assert code, answer.text
    followed = client.page(f"/family_honours/public/{unit}/nominations")
    found = client.fill(followed, number=honour.number, code=code)
    assert "待核查" in found.text
    assert "王桂兰" not in found.text
    client.post(f"/family_honours/public/{unit}/nominations/concealment", data={"number": honour.number, "code": code})
    db.session.refresh(honour)
    assert not honour.by_name
    client.post(f"/family_honours/public/{unit}/nominations/withdrawal", data={"number": honour.number, "code": code})
    db.session.refresh(honour)
    assert honour.status == "withdrawn"


def test_another_family_is_only_recommended_its_consent_is_asked_later(client, campaign, cast):
    form = client.page(f"/family_honours/public/{cast.street.id}/campaigns/{campaign.id}/nominations/new")
    assert "请填写户主姓名" in filled(form, client, source="resident", by_name="y").text
    filled(client.page(form.url), client, source="resident", head="张三", by_name="y")
    honour = db.session.scalars(db.select(FamilyHonour)).unique().one()
    assert (honour.head.name, honour.recommender.name, honour.family) == ("张三", "王桂兰", None)
    assert (honour.agreed, honour.by_name) == ("", False), "nobody agrees for another"


def test_a_number_in_the_story_is_said_at_its_field_and_nothing_is_lost(client, campaign, cast):
    form = client.page(f"/family_honours/public/{cast.street.id}/campaigns/{campaign.id}/nominations/new")
    answer = filled(form, client, story="电话 13804770001，照顾婆婆。")
    assert answer.status == 422
    assert "请删去" in answer.text
    assert answer.fields(answer.form())["sender"] == "王桂兰"


def test_who_did_not_agree_is_masked_and_one_may_object_without_an_account(client, stage, cast):
    given = {FamilyHonour.nominate: {"head": Contact(name="王桂兰", phone="13804770005")}}
    hidden = HONOURS.bring("published", stage, given=given)
    db.session.commit()
    page = client.page(f"/family_honours/public/{cast.street.id}/honours")
    assert "王**家庭" in page.text
    assert "王桂兰" not in page.text
    assert hidden.story not in page.text, "a story may tell who it is"
    form = client.page(next(each for each in page.links() if "/objections/new" in each))
    answer = client.fill(form, sender="宋某", phone="13804770009", text="请核实。")
    objection = db.session.scalars(db.select(HonourObjection)).unique().one()
    assert objection.number in answer.text
    assert (objection.honour_id, objection.objector.name) == (hidden.id, "宋某")
    objection.respond("经核实无误。", upheld=False, by=cast.director)
    db.session.commit()
    follow = client.page(f"/family_honours/public/{cast.street.id}/objections")
    assert "经核实无误" in client.fill(follow, number=objection.number, code=code_on(answer)).text


def test_the_roll_names_whoever_agreed_and_lets_go_of_what_was_revoked(client, stage, cast):
    named = {"head": Contact(name="白秀兰", phone="13804770006"), "by_name": True}
    honour = HONOURS.bring("awarded", stage, given={FamilyHonour.nominate: named})
    db.session.commit()
    url = f"/family_honours/public/{cast.street.id}/roll"
    assert "白秀兰家庭" in client.page(url).text
    honour.revoke("事迹不实。", "妇字〔2026〕1号", "街道妇联", by=cast.director)
    db.session.commit()
    assert "白" not in client.page(url).text.replace("白名单", "")


def test_villages_are_put_forward_by_offices_only(client, stage, cast):
    campaign = CAMPAIGNS.bring("running", stage, given={Campaign.announce: {"kind": "village"}})
    db.session.commit()
    url = f"/family_honours/public/{cast.street.id}/campaigns/{campaign.id}/nominations/new"
    assert client.get(url).status_code == 404


def workbook(*rows) -> tuple:
    headings = ["姓名", "社区", "联系电话", "命名日期", "命名文号", "证书号", "同意公开姓名"]
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((headings, *rows)):
            sheet.write_row(place, 0, row)
    stream.seek(0)
    return stream, "历届.xlsx"


def test_titles_of_earlier_years_come_from_excel_are_undone_and_get_their_photos(as_user, stage, cast):
    campaign = CAMPAIGNS.bring("running", stage)
    db.session.commit()
    director, url = as_user("director"), f"/family_honours/campaigns/{campaign.id}"
    sheet = workbook(
        ["王桂兰", "泰兴社区", "13804770001", "2024-05-15", "妇字〔2024〕2号", "证〔2024〕1号", "是"],
        ["张三", "没有的村", "", "2024-05-15", "", "", "否"],
        ["李四", "", "", "5 月", "", "", "也许"],
    )
    report = director.fill(director.page(f"{url}/import/earlier"), upload=sheet)
    assert "日期写得不对" in report.text
    done = director.fill(report, f"{report.url}")
    assert "没有叫这个名称的村、社区" in done.text
    honour = db.session.scalars(db.select(FamilyHonour)).unique().one()
    assert (honour.status, honour.certificate, honour.by_name) == ("awarded", "证〔2024〕1号", True)
    assert honour.review_due_on.year == 2026
    page = director.page(f"{url}/photos")
    assert "对不上" in director.fill(page, uploads=(stage.picture("别人").stream, "别人.jpg")).text
    director.fill(director.page(f"{url}/photos"), uploads=(stage.picture("王桂兰").stream, "王桂兰.jpg"))
    db.session.refresh(honour)
    assert honour.photo is not None
    assert as_user("director").get(f"{url}/roll.pdf").data.startswith(b"%PDF")


def test_what_was_imported_is_taken_back_as_a_whole(as_user, stage):
    campaign = CAMPAIGNS.bring("running", stage)
    db.session.commit()
    director, url = as_user("director"), f"/family_honours/campaigns/{campaign.id}/import/earlier"
    row = ["王桂兰", "", "13804770001", "2024-05-15", "", "", "否"]
    report = director.fill(director.page(url), upload=workbook(row))
    done = director.fill(report, report.url)
    assert db.session.query(FamilyHonour).count() == 1
    director.fill(done, f"{report.url}/undoing")
    assert db.session.query(FamilyHonour).count() == 0
