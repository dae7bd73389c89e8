"""就餐台账: what was served, its counter-entries, its file; who sees what."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from plugins.elder_care.models import Meal
from plugins.elder_care.models.serving import counter
from portal.extensions import db
from portal.testing.client import Page, read
from portal.testing.statements import statements

pytestmark = pytest.mark.database


def test_a_meal_is_countered_from_its_page_and_the_file_adds_up(noon, as_user, member, take):
    meal = take(member)
    clerk, director = as_user("clerk"), as_user("director")
    page = clerk.page(f"/elder_care/meals/{meal.id}")
    assert "9.00 元" in page.text
    form = clerk.page(f"/elder_care/meals/{meal.id}/counter")
    assert clerk.fill(form, reason=" ").status == 422
    countered = clerk.fill(form, reason="打错人")
    assert "打错人" in countered.text
    assert "已冲正。吃了别的，请重新打餐。" in countered.text
    assert clerk.get(f"/elder_care/meals/{meal.id}/counter").status_code == 409
    assert "已经冲正" in clerk.page(f"/elder_care/meals/{meal.id}").text
    assert "-9.00 元" in clerk.page("/elder_care/meals").text
    assert director.get("/elder_care/meals.xlsx").status_code == 200
    assert clerk.get("/elder_care/meals.xlsx").status_code == 403
    assert sum(each.own_fen for each in db.session.scalars(select(Meal))) == 0


def test_several_meals_are_countered_at_once_each_by_a_row_of_its_own(noon, as_user, enrol, take):
    taken = [take(enrol()) for _ in range(3)]
    director, clerk = as_user("director"), as_user("clerk")
    at = "/elder_care/meals/countered"
    assert "冲正选中的就餐记录" in director.page("/elder_care/meals").text
    assert "冲正选中的就餐记录" not in clerk.page("/elder_care/meals").text
    ticked = partial(_ticked, at=at)
    assert ticked(clerk, taken[:1]).status == 403
    form = ticked(director, taken[:2])
    assert "选中 2 餐" in form.text
    refused = director.fill(form, reason=" ")
    assert refused.status == 422
    done = director.fill(refused, reason="停电，没有供餐。", chosen=[each.id for each in taken[:2]])
    assert "已冲正 2 餐" in done.text
    rows = db.session.scalars(select(Meal).where(Meal.portions < 0).order_by(Meal.id)).all()
    assert [(each.counters_id, each.reason, each.own_fen) for each in rows] == [
        (each.id, "停电，没有供餐。", -each.own_fen) for each in taken[:2]
    ]
    everything = [each.id for each in (*taken, *rows)]
    done = director.fill(ticked(director, [*taken, *rows]), reason="停电，没有供餐。", chosen=everything)
    assert "已冲正 1 餐" in done.text
    assert "4 餐没有冲正" in done.text
    assert "这一餐已经冲正" in done.text
    assert sum(each.own_fen for each in db.session.scalars(select(Meal))) == 0


def _ticked(client, meals: list[Meal], at: str):
    """What comes once these lines were ticked and the button over them was pressed."""
    token = client.page("/elder_care/meals").tree.xpath("string(//input[@name='csrf_token']/@value)")
    answer = client.post(at, data={"chosen": [each.id for each in meals], "csrf_token": token})
    return Page(answer, read(answer.get_data(as_text=True), at, answer.status_code))


def test_names_are_masked_in_the_list_and_no_other_district_sees_it(noon, as_user, member, take):
    take(member)
    text = as_user("clerk").page("/elder_care/meals").text
    assert member.title not in text
    assert member.number in text
    assert as_user("outsider").get("/elder_care/meals").status_code == 404  # the plugin is off there


@pytest.mark.parametrize("sought", ["name", "initials", "number"])
def test_members_are_found_in_the_list_and_by_the_search_of_the_header(noon, as_user, enrol, sought):
    found, other = enrol(name="张秀英"), enrol(name="王建国")
    words = {"name": "秀英", "initials": "zxy", "number": found.number}[sought]
    clerk = as_user("clerk")
    page = clerk.page(f"/elder_care/members?q={words}")
    assert "张秀英" in page.text
    assert other.title not in page.text


@pytest.mark.parametrize(("role", "shown"), [("clerk", True), ("director", True), ("grid", False), ("district", False)])
def test_the_roster_names_in_full_only_for_whoever_keeps_it(noon, cast, as_user, enrol, role, shown):
    found = enrol(name="欧阳秀英", unit=cast.grid1)
    reader = as_user(role)
    for address in ("/elder_care/members", f"/search?q={found.number}"):
        text = reader.page(address).text
        assert found.number in text
        assert ("欧阳秀英" in text) == shown
        assert ("欧阳**" in text) != shown


def test_the_desk_and_the_page_of_a_meal_name_nobody_to_passers_by(noon, cast, as_user, enrol, take):
    found = enrol(name="欧阳秀英")
    meal = take(found)
    found.review_due = date(2026, 3, 20)
    db.session.commit()
    desk = as_user("clerk").page("/").text
    assert found.number in desk
    assert "欧阳秀英" not in desk
    assert "欧阳秀英" in as_user("clerk").page(f"/elder_care/meals/{meal.id}").text
    assert "欧阳**" in as_user("elder_care.operator").page(f"/elder_care/meals/{meal.id}").text


def test_meals_are_found_by_who_ate_and_where(noon, as_user, canteen, enrol, take):
    found, other = enrol(name="张秀英"), enrol(name="王建国")
    meal, _ = take(found), take(other)
    clerk, operator = as_user("clerk"), as_user("elder_care.operator")

    def shown(client, words: str) -> int:
        page = client._seen(client.post("/elder_care/meals", data={"q": words}, follow_redirects=True))
        return len(page.tree.xpath("//tbody/tr"))

    for words in (found.number, str(int(found.number)), found.card.code, found.person.id_number):
        assert shown(clerk, words) >= 1, words
    assert shown(clerk, found.person.id_number[-4:]) == 0
    assert [shown(clerk, words) for words in ("秀英", "zxy", "泰兴食", "赵", "99999")] == [1, 1, 2, 0, 0]
    assert [shown(operator, words) for words in ("秀英", found.number)] == [0, 1], (
        "names are for whoever sees the roster"
    )
    assert f"/elder_care/meals/{meal.id}" in clerk.page(f"/elder_care/meals?q={found.number}").links()


def test_a_search_without_a_hit_reads_no_meal(noon, as_user, take, member):
    take(member)
    clerk = as_user("clerk")
    with statements() as sent:
        clerk.get("/elder_care/meals?q=没有这个人")
    read = [each for each in sent if "FROM elder_care_meal" in each]
    assert read
    assert all("LIKE" not in each and ("0 = 1" in each or "false" in each) for each in read)


def test_canteens_are_a_list_with_pages(noon, cast, as_user, canteen):
    for number in range(25):
        canteen.found(unit=cast.nangan, by=cast.director, name=f"第{number:02}食堂", lunch="11:00-13:00")
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.page("/elder_care/canteens")
    assert len(page.tree.xpath("//tbody/tr")) == 20
    assert "停止结算" in page.text
    assert "没有登记健康证" in page.text
    assert sum("/till" in each for each in page.links()) == 20
    found = clerk.page("/elder_care/canteens?q=泰兴")
    assert "齐全" in found.text
    assert "11:00-13:00 17:00-18:30" in found.text
    with statements() as sent:
        clerk.get("/elder_care/canteens")
    assert len(sent) <= 15


def test_the_operator_sees_no_roster(noon, as_user, member):
    operator = as_user("elder_care.operator")
    assert operator.get("/elder_care/members").status_code == 403
    assert operator.get(f"/elder_care/members/{member.id}").status_code == 403
    assert operator.get("/elder_care/members/new").status_code == 403


def test_figures_agree_with_the_book_and_lead_to_the_meals(noon, cast, as_user, enrol, take):
    first = take(enrol(categories=("allowance",)))
    counter(take(enrol()), "打错人", by=cast.clerk)
    take(enrol(), way="takeaway")
    db.session.commit()
    page = as_user("director").page("/elder_care/statistics?year=2026")
    assert "打餐 2 餐" in page.text
    assert "补贴 8.00 元" in page.text
    assert "自付 16.00 元" in page.text
    assert "/elder_care/statistics" in as_user("clerk").page("/reports").links()
    behind = as_user("director").page("/elder_care/statistics/category?line=allowance&of=0&year=2026")
    assert behind.links().count(f"/elder_care/meals/{first.id}") == 1
    assert "午餐" in behind.text
