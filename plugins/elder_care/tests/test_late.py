"""补录: with a reason, by the till; approved by somebody else; in the books of the day it is approved."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from plugins.elder_care.models import LateSheet, Meal
from portal import clock
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def ask(as_user, canteen):
    client = as_user("elder_care.operator")

    def send(*diners: str, **fields):
        given = {
            "eaten_on": "2026-03-09",
            "set_meal_id": str(canteen.set_meals[0].id),
            "why": "line",
            "reason": "停电四十分钟",
            "diners": "\n".join(diners),
        }
        return client.fill(client.page(f"/elder_care/canteens/{canteen.id}/late/new"), **given | fields)

    return send


def test_asked_for_by_one_and_approved_by_another(noon, ask, as_user, enrol, take):
    first, second = enrol(), enrol()
    with clock.pretend(noon - timedelta(days=1)):
        take(second)
    page = ask(first.card.code, second.number)
    assert "待审批" in page.text
    assert page.tree.xpath("//ol[@class='steps']/li[@aria-current]/text()") == ["申请"], (
        "though it has a column called way"
    )
    assert db.session.scalar(select(func.count(Meal.id))) == 1
    director = as_user("director")
    assert "补录待审批 1" in director.page("/").text
    director.fill(director.page(f"{page.url}/approval"))
    sheet = db.session.scalars(select(LateSheet)).one()
    assert sheet.status == "entered"
    lines = {each.member_id: each for each in sheet.lines}
    assert lines[first.id].outcome == "已补录"
    assert "已打过午餐" in lines[second.id].outcome
    meal = lines[first.id].meal
    assert (meal.eaten_on, meal.booked_on, meal.source) == (date(2026, 3, 9), date(2026, 3, 10), "late")
    assert meal.subsidy_fen == 300


def test_not_approved_by_whoever_asked(noon, cast, canteen, member):
    sheet = LateSheet.ask(
        canteen=canteen,
        members=[member],
        eaten_on=date(2026, 3, 9),
        sitting="lunch",
        way="dine_in",
        set_meal_id=canteen.set_meals[0].id,
        why="paper",
        reason="纸质签到",
        by=cast.clerk,
    )
    sheet.asked_by = cast.director
    db.session.flush()
    with pytest.raises(RuleError, match="您是申请人，不能自己办“批准补录”"):
        sheet.approve(by=cast.director)


def test_what_cannot_be_read_is_named_and_nothing_is_lost(noon, ask, member):
    page = ask(member.number, "99999", "张三")
    assert page.status == 422
    assert "没有找到：99999、张三" in page.text
    assert "重复填写" in ask(member.number, member.number).text
    assert "只能补录今天和前 7 天的" in ask(member.number, eaten_on="2026-02-28").text
    assert ask(member.number, eaten_on="2026-03-11").status == 422
    assert ask(member.number, reason=" ").status == 422
    assert db.session.scalar(select(func.count(LateSheet.id))) == 0


def test_refused_with_a_reason(noon, ask, as_user, member):
    page = ask(member.number)
    director = as_user("director")
    assert director.fill(director.page(f"{page.url}/refusal"), text="").status == 422
    assert "签到表没有签字" in director.fill(director.page(f"{page.url}/refusal"), text="签到表没有签字").text
    assert db.session.scalar(select(func.count(Meal.id))) == 0
