"""就餐台账: what was served, its counter-entries, its file; who sees what."""

import pytest
from sqlalchemy import select

from plugins.elder_care.models import Meal
from plugins.elder_care.models.serving import counter
from portal.extensions import db

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
    assert clerk.get(f"/elder_care/meals/{meal.id}/counter").status_code == 409
    assert "已经冲正" in clerk.page(f"/elder_care/meals/{meal.id}").text
    assert "-9.00 元" in clerk.page("/elder_care/meals").text
    assert director.get("/elder_care/meals.xlsx").status_code == 200
    assert clerk.get("/elder_care/meals.xlsx").status_code == 403
    assert sum(each.own_fen for each in db.session.scalars(select(Meal))) == 0


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
