"""What a change of the rules would have meant: the last quarter's meals, by the old rules and the new."""

from datetime import date

import pytest

from plugins.elder_care.effects import effects
from portal.extensions import db
from portal.settings import settings_of

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


def test_it_is_shown_before_it_is_saved(as_user, books, eaten):
    with books.on(2026, 11, 3):
        district = as_user("district")
        page = district.fill(
            district.page("/settings/elder_care"), "/settings/elder_care", reason="旗文件", set__tier2="4"
        )
        for words in ("如果上季度就按新规则", "16.00 元", "21.00 元", "+5.00 元", "共 7 餐"):
            assert words in page.text
        assert "已修改 1 项设置" in district.fill(page, "/settings/elder_care").text
