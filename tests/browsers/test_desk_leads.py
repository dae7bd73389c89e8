"""The work desk of each role, with the demo: a card counts what its list holds, and a matter opens the form of what is to be done next."""

import re

import pytest

from tests.browsers.crawl import ROLES
from tests.browsers.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
TOTAL = re.compile(r"共\s+([\d,]+\+?)\s")
FIGURE, REST = "//ul[@class='figures']//a", "//main//dl[@class='facts']//a"


@pytest.fixture(params=ROLES)
def reader(request, demo) -> Wire:
    wire = Wire(demo)
    wire.sign_in(request.param)
    return wire


def cards(desk) -> list[tuple[str, str, str]]:
    """Title, number and address of each that has something."""
    figures = [("".join(each[0].itertext()), "".join(each[1].itertext()), each) for each in desk.tree.xpath(FIGURE)]
    rest = [(each.text, each.tail.strip(" 、"), each) for each in desk.tree.xpath(REST)]
    return [(title, number, each.get("href")) for title, number, each in figures + rest if number != "0"]


def listed(page) -> str:
    """How many a list says that it holds, or shows."""
    said = TOTAL.search(" ".join(page.tree.itertext()))
    return said[1] if said else str(len(page.tree.xpath("//main//tbody/tr") or page.tree.xpath("//main//li")))


def test_each_card_counts_what_its_list_holds(reader):
    told = {title: (number, listed(reader.get(url))) for title, number, url in cards(reader.get("/"))}
    assert [title for title, (number, held) in told.items() if number != held] == []


def test_each_matter_leads_on(reader):
    for link in reader.get("/").tree.xpath("//main//tbody//a/@href"):
        answer = reader.get(link)
        assert answer.status in (200, 303), link
        if answer.status == 303:
            assert reader.get(answer.headers["Location"]).status == 200, link
