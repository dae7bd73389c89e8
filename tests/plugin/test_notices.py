"""Lines above the desk, and buttons on the page of a resident, come from plugins; one that fails leaves the page whole."""

import pytest

from portal.extensions import db
from portal.plugin.contributions import Action, NavItem, Notice
from portal.plugin.hookspecs import hookimpl
from portal.testing import factories

pytestmark = pytest.mark.database


class Telling:
    """Two lines, one of which leads somewhere; a button."""

    @hookimpl
    def notices(self, ctx):
        return [Notice("下周一停电检修 <1 小时>。"), Notice("名册还没有报送。", "/telling/roster", "warn")]

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("告知", "/telling/", icon="/telling/static/bell.svg")]

    @hookimpl
    def person_actions(self, ctx, person):
        return [Action(f"走访{person.gender or ''}", f"/telling/visits/new?person={person.id}", "calendar-days")]


class Broken:
    @hookimpl
    def notices(self, ctx):
        return ["no notice"]

    @hookimpl
    def person_actions(self, ctx, person):
        raise RuntimeError("boom")


def test_lines_stand_above_the_desk(as_user, join):
    join("telling", "告知", Telling)
    page = as_user("clerk").page("/")
    assert "下周一停电检修 <1 小时>。" in page.text
    assert page.tree.xpath("//*[contains(@class, 'is-warn')]//a[@href='/telling/roster']/text()") == [
        "名册还没有报送。"
    ]


def test_the_menu_shows_a_picture_of_the_plugin(as_user, join):
    join("telling", "告知", Telling)
    (picture,) = as_user("clerk").page("/").tree.xpath("//nav//a[@href='/telling/']/img")
    assert (picture.get("src"), picture.get("alt")) == ("/telling/static/bell.svg", "")


def test_buttons_stand_on_the_page_of_a_resident(as_user, join, cast):
    join("telling", "告知", Telling)
    person = factories.resident(cast.street)
    db.session.commit()
    assert f"/telling/visits/new?person={person.id}" in as_user("clerk").page(f"/people/{person.id}").links()


def test_what_fails_leaves_the_page_whole(as_user, join, cast):
    join("broken", "坏了", Broken)
    person = factories.resident(cast.street)
    db.session.commit()
    clerk = as_user("clerk")
    for url in ("/", f"/people/{person.id}"):
        assert clerk.page(url).text.count("“坏了”的内容暂时无法显示。") == 1


@pytest.mark.parametrize("wrong", [{"tone": "pink"}, {"url": "javascript:alert(1)"}, {"text": 3}])
def test_a_line_that_cannot_be_shown_is_refused(wrong):
    with pytest.raises((TypeError, ValueError)):
        Notice(**{"text": "停电"} | wrong)
