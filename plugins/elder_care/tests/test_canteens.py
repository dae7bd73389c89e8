"""助餐点: founded with what it needs, licences that run out, prices that change, menus."""

from datetime import date

import pytest
from sqlalchemy import select, text

from plugins.elder_care.models import Canteen, Dishes, Licence
from portal.extensions import db
from portal.people.data_rights import erase, export, hindrance
from portal.people.models import Person
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def director(noon, as_user):
    return as_user("director")


def test_founded_licensed_and_priced(director, cast):
    page = director.page("/elder_care/canteens/new")
    wrong = director.fill(page, name="", lunch="11 点到 1 点", unit_id=str(cast.unit_ids["nangan"]))
    assert wrong.status == 422
    assert "时间写成 11:00-13:00 这样" in wrong.text
    shown = director.fill(page, name="南干食堂", lunch="11：00至13：00", unit_id=str(cast.unit_ids["nangan"]))
    canteen = db.session.scalars(select(Canteen)).one()
    assert (canteen.lunch, canteen.unit_id) == ("11:00-13:00", cast.unit_ids["nangan"])
    assert "停止结算" in shown.text
    assert "没有登记健康证" in shown.text
    again = director.fill(
        director.page("/elder_care/canteens/new"), name="南干食堂", run_by="别家", unit_id=str(cast.unit_ids["nangan"])
    )
    assert "已有“南干食堂”" in again.text


def test_a_licence_that_expires_stops_the_settlement_and_a_renewal_lets_it_go_on(director, cast, canteen):
    food = canteen.licences[1]
    food.valid_until = date(2026, 3, 25)
    db.session.commit()
    url = f"/elder_care/canteens/{canteen.id}"
    assert "食品经营许可证 2026-03-25 到期" in director.page(url).text
    assert "泰兴食堂" in director.page("/").text  # on the desk, ahead of time
    assert not canteen.lapsed(date(2026, 3, 25))
    assert canteen.lapsed(date(2026, 3, 26)) == ["食品经营许可证已于 2026-03-25 到期"]
    form = director.page(f"{url}/licences/new")
    early = director.fill(form, kind="food", valid_from="2026-03-10", valid_until="2026-03-01")
    assert "有效期早于发证日期" in early.text
    assert "健康证请填写持证人" in director.fill(form, kind="health", valid_from="2026-03-10").text
    director.fill(form, kind="food", number="JY2", valid_from="2026-03-10", valid_until="2031-03-09")
    db.session.expire_all()
    assert not db.session.get(Canteen, canteen.id).lapsed(date(2026, 3, 26))
    assert "已换新证" in director.page(url).text


def test_a_cook_who_left_no_longer_counts(director, canteen):
    health = canteen.licences[2]
    health.valid_until = date(2026, 3, 1)
    db.session.commit()
    assert canteen.lapsed(date(2026, 3, 10))
    director.fill(director.page(f"/elder_care/canteens/{canteen.id}/licences/{health.id}/withdrawal"))
    db.session.expire_all()
    assert db.session.get(Canteen, canteen.id).lapsed(date(2026, 3, 10)) == ["没有登记健康证"]


def test_a_renewed_certificate_of_a_cook_is_not_asked_for_again(director, canteen):
    for person, until in (("张师傅", date(2026, 3, 20)), ("李师傅", date(2026, 3, 25))):
        canteen.license(kind="health", holder=person, valid_from=date(2025, 3, 1), valid_until=until, by=None)
    canteen.licences[2].valid_until = date(2026, 3, 20)
    db.session.commit()
    assert "泰兴食堂" in director.page("/").text
    canteen.license(kind="health", holder="李师傅", valid_from=date(2026, 3, 9), valid_until=date(2027, 3, 8), by=None)
    canteen.license(kind="health", holder="张师傅", valid_from=date(2026, 3, 9), valid_until=date(2027, 3, 8), by=None)
    db.session.commit()
    assert "泰兴食堂" not in director.page("/").text
    assert canteen.lapsing(date(2026, 3, 10)) == []


def test_a_cook_is_told_what_is_held_and_forgotten_after_leaving(director, cast, canteen):
    cook = factories.resident(cast.taixing, name="赵师傅", phone="13804770009")
    db.session.commit()
    ident, form = cook.id, director.page(f"/elder_care/canteens/{canteen.id}/licences/new")
    given = {"kind": "health", "holder": "赵师傅", "phone": "138 0477 0009", "valid_from": "2026-01-01"}
    assert "不能写身份证号" in director.fill(form, **given, number="150602194801010017").text
    director.fill(form, **given, number="JK2026-7")
    cook = db.session.get_one(Person, ident)
    assert "在岗从业人员的健康证泰兴食堂" in hindrance(cook)
    licence = db.session.scalars(select(Licence).where(Licence.number == "JK2026-7")).one()
    assert db.session.scalar(text("SELECT name FROM records_contact ORDER BY id DESC LIMIT 1")) != "赵师傅"
    licence.canteen.withdraw(licence, date(2026, 3, 10), by=cast.director)
    db.session.commit()
    assert hindrance(cook) == ""
    assert export(cook, by=cast.director)["内容"]["在其他记录中的身份"][0]["身份"] == "健康证持证人"
    said = erase(cook, "本人申请", by=cast.director)
    db.session.commit()
    assert any("健康证的编号和起止日期" in each for each in said)
    assert licence.title == "健康证（已删除）"


@pytest.mark.parametrize(
    ("address", "field", "form"),
    [
        ("members/{member}/stop", "note", {"reason": "hospital"}),
        ("members/{member}/review", "text", {}),
        ("canteens/{canteen}/menu", "text", {"day": "2026-03-12", "sitting": "lunch"}),
    ],
)
def test_notes_take_no_numbers_of_people(director, canteen, member, address, field, form):
    page = director.page("/elder_care/" + address.format(member=member.id, canteen=canteen.id))
    for number in ("150602194801010017", "13804770001"):
        answer = director.fill(page, **form, **{field: f"联系 {number}"})
        assert answer.status == 422, number
        assert "请删去" in answer.text


def test_a_new_price_ends_the_old_one_the_day_before(director, canteen):
    form = director.page(f"/elder_care/canteens/{canteen.id}/set-meals/new")
    assert "大于 0" in director.fill(form, name="两荤一素", price_fen="0").text
    director.fill(form, name="两荤一素", price_fen="13.50", valid_from="2026-03-15")
    db.session.expire_all()
    found = db.session.get(Canteen, canteen.id)
    assert [each.price_fen for each in found.prices(date(2026, 3, 14))] == [1200]
    assert [each.price_fen for each in found.prices(date(2026, 3, 15))] == [1350]


def test_a_set_meal_ends_on_a_day_and_not_on_spaces(director, canteen):
    (meal,) = canteen.set_meals
    form = director.page(f"/elder_care/canteens/{canteen.id}/set-meals/{meal.id}/ending")
    answer = director.fill(form, on="\n \n")
    assert answer.status == 422
    assert "请填写日期" in answer.text


def test_the_menu_is_there_for_everybody_without_an_account(director, client, cast, canteen):
    canteen.menu.append(Dishes(day=date(2026, 3, 12), sitting="lunch", text="红烧豆腐、炒白菜"))
    closed = Canteen.found(unit=cast.nangan, by=cast.director, name="旧食堂", closed_on=date(2026, 3, 1))
    db.session.commit()
    (url,) = (each for each in client.page(f"/public/{cast.taixing.id}").links() if each.endswith("/canteens"))
    page = client.page(url)
    menu = f"/elder_care/public/{cast.taixing.id}/canteens/{canteen.id}"
    assert menu in page.links()
    for words in ("红烧豆腐、炒白菜", "两荤一素", "12.00 元", "11:00-13:00", "17:00-18:30"):
        assert words in client.page(menu).text
    assert "红烧豆腐" not in client.page(f"{menu}?day=2026-03-20").text
    assert client.get(f"{menu}?day=9999-12-31").status_code == 200
    for gone in (f"/elder_care/public/{cast.nangan.id}/canteens/{canteen.id}", f"{url}/{closed.id}", f"{url}/{10**20}"):
        assert client.get(gone).status_code == 404
    assert "旧食堂" not in client.page(f"/elder_care/public/{cast.street.id}/canteens").text
    sheet = director.get(f"/elder_care/canteens/{canteen.id}/poster.pdf")
    assert sheet.mimetype == "application/pdf"


def test_a_menu_written_again_replaces_what_stood_there(director, as_user, canteen):
    url = f"/elder_care/canteens/{canteen.id}/menu"
    for dish in ("红烧豆腐", "炖鱼"):
        director.fill(director.page(url), day="2026-03-12", sitting="lunch", text=dish)
    assert [each.text for each in db.session.scalars(select(Dishes))] == ["炖鱼"]
    assert "炖鱼" in as_user("elder_care.operator").page(url).text
    assert "炖鱼" not in director.page(f"{url}?day=2026-03-20").text
    for odd in ("9999-12-31", "0001-01-01", "gestern"):
        assert "炖鱼" in director.page(f"{url}?day={odd}").text
