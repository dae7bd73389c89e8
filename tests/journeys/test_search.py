"""Searching in a real browser: a number leaves no trace in the address or the history, a name is found again by Back."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
NOBODYS = "15400009999"  # a telephone number that no journey before this one has used


def visited(somebody) -> list[str]:
    """Every address this browser asked for."""
    asked: list[str] = []
    somebody.context.on("request", lambda request: asked.append(request.url))
    return asked


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_number_leaves_no_trace(visit, neighbour, script):
    clerk = visit("clerk", script=script)
    asked = visited(clerk)
    clerk.open("/people")
    clerk.fill("姓名、拼音、身份证号、手机号", neighbour["id_number"])
    clerk.press("查找")
    clerk.sees(neighbour["name"])
    clerk.open("/cases")
    clerk.page.locator("main [name=q]").fill(NOBODYS)  # what it is called depends on which modules are on
    clerk.press("筛选")
    clerk.sees("没有符合条件的事项")
    clerk.page.get_by_role("searchbox", name="查找").first.fill(neighbour["id_number"])
    clerk.page.keyboard.press("Enter")
    clerk.sees("李*")
    expect(clerk.page).to_have_url(re.compile("/search$"))
    assert not [url for url in asked if neighbour["id_number"] in url or NOBODYS in url]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_back_leads_from_a_resident_to_those_found_by_name(visit, neighbour, script):
    clerk = visit("clerk", script=script)
    clerk.open("/people")
    clerk.fill("姓名、拼音、身份证号、手机号", neighbour["name"])
    clerk.press("查找")
    expect(clerk.page).to_have_url(re.compile(r"/people\?q="))
    clerk.follow(neighbour["name"])
    expect(clerk.page).to_have_url(re.compile(r"/people/\d+$"))
    clerk.page.go_back()
    expect(clerk.page).to_have_url(re.compile(r"/people\?q="))
    clerk.sees(neighbour["name"])


def test_whoever_typed_a_search_and_goes_elsewhere_is_not_asked_whether_to_leave(visit):
    clerk = visit("clerk")
    clerk.open("/people")
    asked: list[str] = []
    clerk.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    clerk.fill("姓名、拼音、身份证号、手机号", "张")
    clerk.page.get_by_role("link", name="统计").first.click()
    clerk.sees("事项统计")
    assert asked == []
