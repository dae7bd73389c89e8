"""What a change of the rules would have meant: the last quarter's meals and allowances, by the old rules and the new."""

from datetime import date

import pytest
from sqlalchemy import func, select

from plugins.elder_care.effects import effects
from plugins.elder_care.models import GreatAge, Member
from portal.extensions import db
from portal.settings import settings_of
from portal.testing import factories

pytestmark = pytest.mark.database
QUARTER = date(2026, 7, 1), date(2026, 9, 30)


@pytest.fixture
def reckon(books, cast):
    """`reckon(tier2="4")`: label → (old, new), as the page would show it on 3 November."""

    def look(**typed: str) -> dict[str, tuple[int, int]] | None:
        with books.on(2026, 11, 3):
            before = settings_of("elder_care", cast.county, date(2026, 11, 3))
            books.rule(date(2026, 11, 4), **typed)
            after = settings_of("elder_care", cast.county, date(2026, 11, 4))
            found = effects(cast.county, before, after, *QUARTER)
        return {each.label: (each.before, each.after) for each in found.lines} if found else None

    return look


@pytest.fixture
def eaten(books):
    """王桂兰, 78, ate on six workdays of one week and the next, 李秀英, 61, once; one meal was taken back."""
    books.wang.person.birth_date, books.li.person.birth_date = date(1948, 1, 1), date(1965, 1, 1)
    for day in (13, 14, 15, 16, 17, 18, 20):
        books.eat(books.wang, date(2026, 7, day), subsidy=0 if day == 18 else 300)
    books.eat(books.li, date(2026, 7, 14), subsidy=100)
    books.take_back(books.wang, date(2026, 7, 20))
    db.session.commit()


def test_an_amount_that_rises(reckon, eaten):
    assert reckon(tier2="4") == {"有补贴的餐数": (6, 6), "就餐补贴": (1600, 2100)}, (
        "the sixth day of the week is not subsidised"
    )


def test_a_limit_that_falls(reckon, eaten):
    assert reckon(week_days="2") == {"有补贴的餐数": (6, 3), "就餐补贴": (1600, 700)}


def test_an_age_from_which_nobody_is_left(reckon, eaten):
    assert reckon(tier1_age="70")["有补贴的餐数"] == (6, 5)


def test_what_costs_nothing_is_not_shown(reckon, eaten):
    assert reckon(check_late="10", notice_days="20") is None


def test_without_a_meal_there_is_nothing_to_show(reckon):
    assert reckon(tier2="4") is None


def test_the_allowance_of_three_months(reckon, books, cast):
    person = factories.resident(cast.taixing)
    person.birth_date = date(1946, 8, 20)
    with books.on(2026, 7, 1):
        GreatAge.enrol_great(unit=cast.taixing, person=person, valid_from=date(2026, 1, 1), by=cast.director)
        db.session.commit()
    assert reckon(great1="100") == {"高龄津贴人月数": (0, 2), "高龄津贴": (0, 20_000)}, "eighty in August"


def test_it_is_about_those_who_are_registered_where_the_rule_holds(books, cast, eaten):
    with books.on(2026, 11, 3):
        before = settings_of("elder_care", cast.county, date(2026, 11, 3))
        books.rule(date(2026, 11, 4), tier2="4")
        after = settings_of("elder_care", cast.county, date(2026, 11, 4))
        books.wang.place(cast.other_street)
        db.session.commit()
        here, there = (effects(each, before, after, *QUARTER) for each in (cast.taixing, cast.other_street))
    assert [(each.before, each.after) for each in here.lines] == [(1, 1), (100, 100)]
    assert [(each.before, each.after) for each in there.lines] == [(5, 5), (1500, 2000)]


def test_of_very_many_some_stand_for_all_and_it_is_said(monkeypatch, books, cast, eaten):
    monkeypatch.setitem(effects.__globals__, "MOST", db.session.scalar(select(func.count(Member.id))) - 1)
    with books.on(2026, 11, 3):
        before = settings_of("elder_care", cast.county, date(2026, 11, 3))
        books.rule(date(2026, 11, 4), tier2="4", tier1="2")
        found = effects(cast.county, before, settings_of("elder_care", cast.county, date(2026, 11, 4)), *QUARTER)
    assert "位，按其中 2 分之一的" in found.note
    assert found.lines[0].before in (2 * 1, 2 * 5)


def test_it_is_shown_before_it_is_saved(as_user, books, eaten):
    with books.on(2026, 11, 3):
        district = as_user("district")
        page = district.fill(
            district.page("/settings/elder_care"), "/settings/elder_care", reason="旗文件", set__tier2="4"
        )
        for words in ("如果上季度就按新规则", "16.00 元", "21.00 元", "+5.00 元", "共 7 餐"):
            assert words in page.text
        assert "已修改 1 项设置" in district.fill(page, "/settings/elder_care").text
