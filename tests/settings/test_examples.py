"""Rules of money and right: worked examples beside the setting, and what would change shown before it is saved."""

from datetime import date

import pytest
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.settings import Effect, Effects, Example, SettingsForm, amount, last_quarter, number
from portal.settings.models import SettingsRow

PAGE = "/settings/bread"
ASKED = []


def loaves(age: int, amount_fen: int) -> int:
    return amount_fen if age >= 60 else 0


class BreadSettings(SettingsForm):
    """面包补贴, invented."""

    examples = (
        Example(("loaf",), "59 岁：不补", lambda: loaves(59, 100), 0),
        Example(("loaf",), "60 岁，每个补 1 元：补 1 元", lambda: loaves(60, 100), 100),
        Example(("loaf", "most"), "90 岁，每个补 2 元：补 2 元", lambda: loaves(90, 200), 200),
    )

    loaf = amount("每个补", 1, "试验。")
    most = number("每天最多", 3, 1, 9, "试验。", unit="个")


def effects(unit, before, after, first, last):
    ASKED.append((unit.name, first, last))
    if before.loaf == after.loaf:
        return None
    return Effects(
        "上季度 40 个", [Effect("补贴", 40 * before.loaf, 40 * after.loaf, fen=True), Effect("人数", 7, 5, "人")]
    )


@pytest.fixture
def admin(as_user, join):
    join("bread", "面包", settings=BreadSettings, settings_effects=effects)
    ASKED.clear()
    return as_user("district")


def rows() -> int:
    return len(db.session.scalars(select(SettingsRow)).all())


def test_examples_stand_beside_the_setting_and_each_once(admin):
    page = admin.page(PAGE)
    assert page.text.count("60 岁，每个补 1 元：补 1 元") == 1
    assert page.text.count("90 岁，每个补 2 元：补 2 元") == 1


def test_what_would_change_is_shown_and_nothing_is_saved_yet(admin, cast):
    page = admin.fill(admin.page(PAGE), PAGE, reason="试验", set__loaf="1.50", valid_from=str(clock.today()))
    assert (page.status, rows()) == (200, 0)
    for words in (
        "如果上季度就按新规则",
        "上季度 40 个",
        "40.00 元",
        "60.00 元",
        "+20.00 元",
        "7 人",
        "-2 人",
        "每个补",
    ):
        assert words in page.text
    assert [(cast.county.name, *last_quarter())] == ASKED
    done = admin.fill(page, PAGE)
    assert "已修改 1 项设置" in done.text
    assert rows() == 1


def test_a_change_without_consequence_is_saved_at_once(admin):
    page = admin.fill(admin.page(PAGE), PAGE, reason="试验", set__most="4")
    assert "已修改 1 项设置" in page.text


def test_what_is_wrong_is_said_before_anything_is_reckoned(admin):
    page = admin.fill(admin.page(PAGE), PAGE, reason="", set__loaf="1.50")
    assert (page.status, ASKED) == (422, [])


def test_sent_twice_the_confirmation_saves_once(admin):
    page = admin.fill(admin.page(PAGE), PAGE, reason="试验", set__loaf="1.50")
    admin.fill(page, PAGE)
    assert "已经提交过" in admin.fill(page, PAGE).text
    assert rows() == 1


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2026, 1, 5), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 6, 30), (date(2026, 1, 1), date(2026, 3, 31))),
    ],
)
def test_the_last_quarter_is_the_one_before_the_present(today, quarter):
    from datetime import datetime

    with clock.pretend(datetime(today.year, today.month, today.day, 9, tzinfo=clock.SHANGHAI)):
        assert last_quarter() == quarter


def test_examples_that_are_too_few_wrong_or_about_nothing_are_named():
    class Poor(SettingsForm):
        rights = ("most",)
        examples = (Example(("loaf", "gone"), "60 岁：补 2 元", lambda: loaves(60, 100), 200),)
        loaf = amount("每个补", 1, "试验。")
        most = number("每天最多", 3, 1, 9, "试验。")

    assert Poor.unworked() == [
        "loaf has 1 worked examples, at least 3 are needed",
        "most has 0 worked examples, at least 3 are needed",
        "an example is about gone, which is no setting",
        "“60 岁：补 2 元” comes to 100, not 200",
    ]
    assert BreadSettings.unworked() == []
