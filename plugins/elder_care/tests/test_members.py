"""就餐老人: found before entered, stopped and resumed, cards, roster from Excel, the own data."""

import io
from datetime import date

import pytest
import xlsxwriter
from sqlalchemy import func, select, text

from plugins.elder_care.models import Meal, Member
from plugins.elder_care.views.members import MEMBERS, enrol_row
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.people import data_rights
from portal.people.models import Person
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database
NUMBER = "150621194801010010"


@pytest.fixture
def clerk(noon, as_user):
    return as_user("clerk")


def enter(client, cast, **fields):
    given = {"name": "云秀英", "id_number": NUMBER, "unit_id": str(cast.unit_ids["taixing"])}
    return client.fill(client.page("/elder_care/members/new"), **given | fields)


def test_a_resident_who_is_known_is_not_entered_again(clerk, cast):
    known = factories.resident(cast.taixing, name="云秀英", id_number=NUMBER)
    db.session.commit()
    page = enter(clerk, cast)
    assert "编号 00001" in page.text
    member = db.session.scalars(select(Member)).one()
    assert (member.person_id, member.review_due) == (known.id, date(2027, 3, 10))
    assert db.session.scalar(select(func.count(Person.id)).where(Person.name == "云秀英")) == 1
    assert "已经在册" in enter(clerk, cast, address="昭君街 1 号").text
    assert "姓名不同" in enter(clerk, cast, name="云秀兰").text


def test_bad_input_is_said_at_the_field_and_nothing_is_lost(clerk, cast):
    page = enter(clerk, cast, id_number="150621194801010011", category="allowance", phone="123", name="云秀英")
    assert page.status == 422
    for said in ("校验", "请写明证件或文号", "电话"):
        assert said in page.text
    assert page.tree.xpath("//input[@name='name']")[0].get("value") == "云秀英"
    assert db.session.scalar(select(func.count(Member.id))) == 0


def test_nobody_younger_than_any_rule_becomes_a_member(clerk, cast):
    young = {"name": "王小明", "id_number": "150621199501010011", "phone": ""}
    page = enter(clerk, cast, **young)
    assert page.status == 422
    assert "未满 60 周岁，按本地设置不能登记" in page.text
    assert "31 周岁" not in page.text, "whoever asks day after day would learn the birthday"
    assert page.tree.xpath("//input[@name='id_number']/@aria-invalid")
    assert page.fields(page.form())["name"] == "王小明"
    assert enter(clerk, cast, **young, category="disabled", document="残1").status == 422, (
        "the category has the age, too"
    )
    assert db.session.scalar(select(func.count(Member.id))) == 0
    change("elder_care", cast.county, {"category_age": ["18"]}, by=cast.district, reason="测试")
    db.session.commit()
    assert "有类别的满 18 周岁" in enter(clerk, cast, **young, address="昭君街 1 号").text
    assert "编号 00001" in enter(clerk, cast, **young, category="disabled", document="残2").text


def test_no_day_of_a_year_tells_more_than_another(clerk, cast):
    """李凤英, born in the middle of a year that is shown, is known by name alone: the first day is tried month by month."""
    who = factories.resident(cast.taixing, name="李凤英", id_number="150621194507020023")
    db.session.commit()
    asked = {"name": "李凤英", "id_type": "none", "id_number": "没有带来", "phone": ""}
    for month in (1, 6, 7, 8, 12):
        page = enter(clerk, cast, **asked, joined_on=f"2004-{month:02d}-15")
        chosen = next(
            each for each in page.tree.xpath("//input[@name='known-who']/@value") if each.startswith(f"{who.id}:")
        )
        page = clerk.fill(page, known__who=chosen)
        assert "到 2004 年底仍未满 60 周岁" in page.text
    page = clerk.fill(page, joined_on="2005-01-15")
    assert "编号 00001" in page.text, "in the year of the birthday; the subsidy begins with the day"


def test_stopped_and_resumed_but_not_from_death(clerk, cast, member):
    url = f"/elder_care/members/{member.id}"
    assert "还没有到" in clerk.fill(clerk.page(f"{url}/stop"), reason="hospital", on="2026-03-11").text
    clerk.fill(clerk.page(f"{url}/stop"), reason="hospital", on="2026-03-09")
    db.session.expire_all()
    assert not member.diner_on(date(2026, 3, 9)).entitled
    assert member.diner_on(date(2026, 3, 8)).entitled
    clerk.fill(clerk.page(f"{url}/resumption"))
    db.session.expire_all()
    assert member.diner_on(date(2026, 3, 10)).entitled
    clerk.fill(clerk.page(f"{url}/stop"), reason="died", on="2026-03-10")
    db.session.expire_all()
    assert member.card is None
    assert "不能恢复" in clerk.page(f"{url}/resumption").text
    assert f"{url}/resumption" not in clerk.page(url).links()


def test_a_death_reported_by_mistake_is_corrected(clerk, cast, member):
    url = f"/elder_care/members/{member.id}"
    member.stop("hospital", date(2026, 3, 9), by=cast.clerk)
    db.session.commit()
    assert "不是死亡" in clerk.page(f"{url}/death-correction").text
    member.resume(by=cast.clerk)
    member.stop("died", date(2026, 3, 9), by=cast.clerk)
    db.session.commit()
    assert "已发新卡" in clerk.fill(clerk.page(f"{url}/death-correction"), text="误报。").text
    db.session.expire_all()
    assert member.diner_on(date(2026, 3, 10)).entitled
    assert (member.card.issued_on, len(member.cards)) == (date(2026, 3, 10), 2)


def test_a_category_ends_and_the_same_one_is_not_entered_twice(clerk, member):
    url = f"/elder_care/members/{member.id}/categories"
    for answer in ("已登记", "还没有到期"):
        page = clerk.fill(clerk.page(f"{url}/new"), name="allowance", document="低保证1", valid_from="2026-03-01")
        assert answer in page.text
    db.session.expire_all()
    clerk.fill(clerk.page(f"{url}/{member.categories[0].id}/ending"), on="2026-03-09")
    db.session.expire_all()
    assert member.diner_on(date(2026, 3, 9)).categories == ("allowance",)
    assert member.diner_on(date(2026, 3, 10)).categories == ()


def test_cards_are_printed_once_and_a_lost_one_gets_a_new_code(clerk, member, as_user):
    sheet = clerk.get("/elder_care/cards/unprinted.pdf")
    assert (sheet.status_code, sheet.mimetype) == (200, "application/pdf")
    assert clerk.get("/elder_care/cards/unprinted.pdf").status_code == 422
    assert "打印就餐卡" in as_user("auditor").page("/audit/").text
    old = member.card.code
    clerk.fill(clerk.page(f"/elder_care/members/{member.id}/cards/new"), reason="lost")
    db.session.expire_all()
    assert member.card.code != old
    assert clerk.get(f"/elder_care/members/{member.id}/card.pdf").status_code == 200


def test_no_card_is_printed_for_who_is_restricted(clerk, member):
    member.person.restricted_at = clock.now()
    db.session.commit()
    assert clerk.get("/elder_care/cards/unprinted.pdf").status_code == 422
    assert clerk.get(f"/elder_care/members/{member.id}/card.pdf").status_code == 422


def test_the_scan_behind_a_category_is_for_whoever_keeps_the_roster_and_goes_with_the_person(
    clerk, cast, as_user, member, player
):
    url = f"/elder_care/members/{member.id}/categories"
    form = clerk.page(f"{url}/new")
    given = {"name": "allowance", "document": "低保证1", "valid_from": "2026-03-01"}
    assert "不是照片或 PDF" in clerk.fill(form, **given, upload=(io.BytesIO(b"MZ virus"), "scan.pdf")).text
    clerk.fill(form, **given, upload=(player.stage.picture("SCAN").stream, "张三150602194801010017.jpg"))
    db.session.expire_all()
    (category,) = member.categories
    assert (category.proof.mime, category.proof.name) == ("image/jpeg", "证明材料.jpg")
    proof = f"{url}/{category.id}/proof"
    assert proof in clerk.page(f"/elder_care/members/{member.id}").links()
    assert clerk.get(proof).headers["Content-Disposition"].startswith("attachment")
    assert as_user("district").get(proof).status_code == 403
    assert as_user("outsider").get(proof).status_code == 404
    assert as_user("clerk").get(f"/files/{category.proof_id}").status_code == 404
    assert proof not in as_user("district").page(f"/elder_care/members/{member.id}").links()

    clerk.fill(clerk.page(f"{proof}/new"), upload=(player.stage.picture("NEW").stream, "neu.jpg"))
    assert db.session.scalar(select(func.count(Attachment.id))) == 1, "the earlier one is gone"
    member = db.session.get_one(Member, member.id)
    member.stop("own", date(2026, 3, 10), by=cast.clerk)
    data_rights.erase(member.person, "本人申请", by=cast.director)
    db.session.commit()
    assert db.session.scalar(select(func.count(Attachment.id))) == 0


def workbook(*rows: list) -> io.BytesIO:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["姓名", "身份证号码", "人员类别", "低保证号"], *rows]):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    return stream


def test_a_roster_is_checked_first_entered_and_taken_back(clerk, canteen, take):
    url = f"/elder_care/canteens/{canteen.id}/import/members"
    good, wrong = ["云秀英", NUMBER, "最低生活保障", "D1"], ["王建国", "15062119480101001X", "不存在", ""]
    report = clerk.fill(clerk.page(url), upload=(workbook(good, wrong), "名册.xlsx"))
    assert "可以导入 1 行" in report.text
    assert "第 3 行" in report.text
    entered = clerk.fill(report, report.url)
    member = db.session.scalars(select(Member)).one()
    assert (member.unit_id, [each.name for each in member.categories]) == (canteen.unit_id, ["allowance"])
    clerk.fill(entered, f"{report.url}/undoing")
    assert db.session.scalar(select(func.count(Member.id))) == 0


def test_the_dry_run_says_what_entering_would(clerk, canteen, member):
    url = f"/elder_care/canteens/{canteen.id}/import/members"
    good, young = ["云秀英", NUMBER, "最低生活保障", "D1"], ["小云", "150621199501010011", "", ""]
    rows = (good, young, ["云秀英", NUMBER, "", ""])
    report = clerk.fill(clerk.page(url), upload=(workbook(*rows), "名册.xlsx"))
    assert "可以导入 1 行" in report.text
    for said in ("周岁", "已经在册"):
        assert said in report.text
    assert "已导入 1 行" in clerk.fill(report, report.url).text


def test_an_imported_member_who_has_eaten_is_not_taken_back(clerk, canteen, take):
    url = f"/elder_care/canteens/{canteen.id}/import/members"
    report = clerk.fill(clerk.page(url), upload=(workbook(["云秀英", NUMBER, "", ""]), "名册.xlsx"))
    entered = clerk.fill(report, report.url)
    take(db.session.scalars(select(Member)).one())
    assert "不能整批撤销" in clerk.fill(entered, f"{report.url}/undoing").text
    assert db.session.scalar(select(func.count(Member.id))) == 1


def test_nobody_is_authorised_to_fetch_the_own_meal(cast, member):
    with pytest.raises(RuleError, match="代领人就是老人本人"):
        member.authorise(member.person.name, date(2026, 3, 1), date(2026, 3, 31), by=cast.clerk)


def test_the_own_data_is_given_out_and_erased_but_the_books_stay(clerk, cast, member, take):
    take(member)
    member.authorise("王秀兰", date(2026, 3, 1), date(2026, 3, 31), by=cast.clerk, relation="女儿")
    member.classify("allowance", date(2026, 3, 10), by=cast.clerk, document="低保证1")
    db.session.commit()
    held = data_rights.export(member.person, by=cast.director)
    assert "就餐记录" in str(held)
    assert "低保证1" in str(held)
    assert "先停止就餐" in str(data_rights.hindrance(member.person))
    member.stop("own", date(2026, 3, 10), by=cast.clerk)
    db.session.flush()
    told = "".join(data_rights.erase(member.person, "本人申请", by=cast.director))
    assert "会计档案" in told
    db.session.commit()
    assert db.session.scalar(select(func.sum(Meal.subsidy_fen))) == 300
    assert (member.categories[0].document, member.card, member.agents[0].person.name) == ("", None, "已删除")


def test_who_was_enrolled_on_the_31st_is_entitled_for_the_whole_year(cast, noon):
    person = factories.resident(cast.taixing, id_number=NUMBER)
    member = Member.enrol(unit=cast.taixing, person=person, by=cast.clerk, joined_on=date(2026, 1, 31))
    assert member.review_due == date(2027, 1, 31)


def test_the_number_of_a_certificate_is_unreadable_in_the_database_and_not_in_the_timeline(cast, member):
    number = f"{NUMBER}42"
    member.classify("disabled", date(2026, 3, 10), by=cast.clerk, document=number)
    db.session.commit()
    assert number not in db.session.scalar(text("SELECT document FROM elder_care_category"))
    assert member.categories[0].document == number
    assert number not in "".join(each.note for each in member.events)


def test_a_household_that_a_roster_does_not_tell_stays_open_until_somebody_knows(clerk, cast, app, canteen):
    with app.test_request_context(method="POST"):
        fields, wrong = MEMBERS.checked({"name": "云秀英", "id_number": "150621194801010010", "household": ""})
    assert (fields["household"], wrong) == ("", [])
    member = enrol_row(canteen, by=cast.clerk, **fields)
    db.session.commit()
    at = f"/elder_care/members/{member.id}"
    assert "户籍 未登记" in clerk.page(at).text or "户籍未登记" in clerk.page(at).text
    assert member.diner_on(clock.today()).local is None
    assert clerk.fill(clerk.page(f"{at}/household"), note="").status == 422
    page = clerk.fill(clerk.page(f"{at}/household"), household="local", note="户口簿。")
    assert "未登记 更正为 本旗县区户籍。户口簿。" in page.text
    assert member.diner_on(clock.today()).local
