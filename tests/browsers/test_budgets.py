"""Bytes on the wire with their headers, requests and nodes, of real pages of the demo (issue: a face for slow PCs)."""

from importlib.metadata import entry_points

import pytest

from tests.browsers.window import press_in_row, registered
from tests.browsers.wire import Wire

pytestmark = pytest.mark.browser
KB = 1024
SIGN_IN, FIRST, EDIT = 14 * KB, 32 * KB, KB
MORE = (
    len(entry_points(group="portal.plugins")) - 13
)  # modules that are all on in the demo, beyond the thirteen the budget is for
AGAIN = 4 * KB + MORE * 80  # each of them has its place in the menu
DESK = AGAIN + MORE * 40  # and a card or two
NODES = 600


@pytest.fixture
def office(demo):
    """`office("clerk")` is a browser that has signed in and kept nothing yet."""

    def sign_in(username: str) -> Wire:
        wire = Wire(demo)
        wire.sign_in(username)
        return wire

    return sign_in


def test_the_sign_in_page(wire):
    visit = wire.visit("/login")
    assert visit.size <= SIGN_IN
    assert visit.requests <= 2


@pytest.mark.parametrize("who", ["clerk", "director", "mediator", "district"])
def test_a_list_of_twenty_rows(office, who):
    wire = office(who)
    first = wire.visit("/cases")
    assert first.size <= FIRST
    assert first.requests <= 3
    again = wire.visit("/cases")
    assert len(again.page.tree.xpath("//tbody/tr")) == 20
    assert again.size <= AGAIN
    assert again.requests == 1
    assert again.page.nodes <= NODES


def test_every_list_and_the_desk_again(office):
    wire = office("director")
    for path, budget in (("/", DESK), ("/people", AGAIN), ("/mediation/disputes", AGAIN)):
        wire.visit(path)
        visit = wire.visit(path)
        assert visit.page.status == 200
        assert (visit.size <= budget, visit.page.nodes <= NODES) == (True, True), (path, visit.size, visit.page.nodes)


def test_a_filter_of_the_list_and_a_field_that_is_checked(office):
    wire = office("clerk")
    page = wire.get("/cases/new")
    assert wire.get("/cases?status=open", HX_Request="true").size <= 3 * KB
    typed = {"csrf_token": page.tree.xpath("string(//input[@name='csrf_token']/@value)"), "applicants-0-phone": "138"}
    answer = wire.post("/check-number/phone", typed, HX_Request="true", HX_Trigger_Name="applicants-0-phone")
    assert "手机号码应为11位" in answer.text
    assert answer.size <= EDIT


def test_a_row_that_is_handled_on_the_spot(office):
    wire = office("clerk")
    registered(wire, "楼道里堆放的杂物挡住消防通道，几家人为清理费用争执不下")
    answer = press_in_row(wire, "楼道里堆放的杂物", HX_Request="true")
    assert answer.status == 200
    assert answer.text.startswith("<tr")
    assert "待交办" in answer.text
    assert answer.size <= EDIT


def test_files_are_kept_for_a_year(wire):
    for file in wire.visit("/styleguide").files:
        assert "max-age=31536000, immutable" in file.headers["Cache-Control"]
        assert file.headers["Content-Encoding"] == "gzip"
    assert wire.visit("/styleguide").requests == 1
