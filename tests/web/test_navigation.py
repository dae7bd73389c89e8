"""The menu: a plugin is one entry until one is inside; then all its pages are there."""

from dataclasses import replace
from itertools import pairwise

from portal import clock
from portal.home.navigation import folded
from portal.plugin import dispatch
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import Context

ITEMS = [
    NavItem("事项", "/cases"),
    NavItem("纠纷", "/disputes", group="调解", count=2),
    NavItem("调委会", "/committees", group="调解", count=1),
    NavItem("审计", "/audit", group="系统"),
]


def menu(items) -> list[tuple]:
    return [(item.group, item.label, item.url, item.count) for item in folded(items)]


def test_a_group_is_one_entry_with_all_that_waits_in_it():
    assert menu(ITEMS) == [("", "事项", "/cases", None), ("", "调解", "/disputes", 3), ("", "审计", "/audit", None)]


def test_inside_a_group_all_its_pages_are_there():
    inside = [ITEMS[0], ITEMS[1], NavItem("调委会", "/committees", group="调解", active=True)]
    assert [label for _, label, *_ in menu(inside)] == ["事项", "纠纷", "调委会"]


def test_a_group_stays_together_where_its_smallest_order_stands():
    items = [
        NavItem("家风馆", "/halls", group="家风", order=45),
        NavItem("助餐点", "/canteens", group="助餐", order=42),
        NavItem("课程", "/courses", group="家风", order=41),
        NavItem("补贴", "/subsidies", group="助餐", order=44),
        NavItem("事项", "/cases", order=43),
    ]
    assert menu(items) == [
        ("", "家风", "/courses", None),
        ("", "助餐", "/canteens", None),
        ("", "事项", "/cases", None),
    ]
    inside = [replace(item, active=item.url == "/halls") for item in items]
    assert [label for _, label, *_ in menu(inside)] == ["课程", "家风馆", "助餐", "事项"]


def test_on_the_pages_of_the_portal(as_user):
    district = as_user("district")
    assert "/settings" in district.page("/cases").links()
    assert "/cases/kinds" not in district.page("/cases").links()
    page = district.page("/cases/kinds")
    assert {"/settings", "/cases/kinds", "/mediation/disputes"} <= set(page.links())
    assert page.tree.xpath("string(//nav[@class='sidenav']//a[@aria-current])") == "事项类型"
    page = as_user("administrator").page("/jobs")
    assert {"/plugins/", "/jobs", "/accounts"} <= set(page.links())
    assert page.tree.xpath("string(//nav[@class='sidenav']//a[@aria-current])") == "后台任务"


def test_groups_stand_in_one_order_whichever_of_their_plugins_are_on(cast):
    spans: dict[str, list[int]] = {}
    for each in dispatch.collect("nav_items", ctx=Context(cast.street, cast.director, clock.now())):
        spans.setdefault(each.group or each.label, []).append(each.order)
    in_turn = sorted((min(orders), max(orders), name) for name, orders in spans.items())
    overlapping = [(one, other) for one, other in pairwise(in_turn) if one[1] >= other[0]]
    assert not overlapping, "their entries take turns, so that the first of them depends on what is on"
