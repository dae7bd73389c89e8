"""The queue of the work desk: each matter once, at its most urgent place."""

from datetime import timedelta

import pytest

from portal import clock
from portal.extensions import db
from portal.home.queue import queue
from portal.plugin.contributions import Card
from portal.testing import factories

pytestmark = pytest.mark.database


def card(title: str, tone: str, *rows, task: str | None = None) -> Card:
    return Card(title, title, len(rows), "/", tone, list(rows), task=task)


def test_the_most_urgent_stands_first_and_once():
    late = card(
        "已超期", "danger", ("欠薪", "/1", "超期 3 天", "danger"), ("漏水", "/2", "超期 1 天", "danger"), task=""
    )
    mine = card(
        "待受理分流",
        "info",
        ("噪音", "/3", "剩 9 天", "neutral"),
        ("漏水", "/2", "超期 1 天", "danger"),
        task="受理分流",
    )
    soon = card("回访到期", "warn", ("回访张三", "/4", "今天到期", "warn"), ("噪音", "/3", "剩 2 天", "warn"))
    found = [(line.text, line.meta, line.tone, line.tasks) for line in queue([late, soon, mine])]
    assert found == [
        ("欠薪", "超期 3 天", "danger", []),
        ("漏水", "超期 1 天", "danger", ["受理分流"]),
        ("回访张三", "今天到期", "warn", ["回访到期"]),
        ("噪音", "剩 2 天", "warn", ["回访到期", "受理分流"]),
    ]


def test_a_row_without_a_tone_is_not_urgent():
    assert [line.tone for line in queue([card("公示", "info", ("甲", "/1", "2026-11-20", None))])] == ["neutral"]


def test_a_case_in_two_cards_is_one_line_on_the_desk(as_user, cast):
    case = factories.case(cast.taixing, by=cast.clerk, title="欠薪")
    case.due_at = clock.now() - timedelta(days=2)
    db.session.commit()
    page = as_user("director").page("/")
    links = [link for link in page.tree.xpath("//main//table//a/@href") if link == f"/cases/{case.id}"]
    assert len(links) == 1
    assert page.heading == "等您办的 1 件"
    assert "受理分流" in page.tree.xpath("string(//main//table/tbody)")
    figures = {
        each.xpath("string(.//small)"): each.xpath("string(.//strong)")
        for each in page.tree.xpath("//ul[@class='figures']/li")
    }
    assert (figures["已超期"], figures["待受理分流"]) == ("1", "1")
