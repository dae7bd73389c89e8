"""A filtered or searched list is read in pieces: each page says how far it was read, and nothing is lost on the way to the end."""

from datetime import timedelta

import pytest
from flask import request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.cases.models import Case
from portal.extensions import db
from portal.records.how_far import of_the_number, stopped_at
from portal.testing import factories
from portal.testing.statements import statements
from tests.records.test_registers import BEGAN, put, register

pytestmark = pytest.mark.database
PIECE = 4


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch):
    monkeypatch.setattr("portal.records.window.MOST_READ", PIECE)


@pytest.fixture
def opened(app, cast):
    """`opened(register, address)`: that page, for a clerk."""

    def page(of, address):
        with app.test_request_context(address):
            request.url_rule = next(app.url_map.iter_rules("cases.index"))
            return of.page(cast.clerk, of.ask(request.args))

    return page


@pytest.fixture
def to_the_end(opened):
    """`to_the_end(register, query)`: all pages of the list, one led on to from the other."""

    def pages(of, query: str):
        found, address = [], f"/?{query}"
        while address:
            found.append(page := opened(of, address))
            address = page.next_url or page.onward_url
        return found

    return pages


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=30),
    oldest=st.booleans(),
    sought=st.booleans(),
)
def test_whoever_follows_the_links_meets_all_that_fit_once_and_in_order(cast, to_the_end, rows, oldest, sought):
    outer = db.session.begin_nested()
    moment, wanted = BEGAN, []
    for later, fits in rows:  # some in the same moment
        moment += timedelta(minutes=later)
        ident = put(cast, moment, level="hard" if fits else "minor", title="漏水" if fits else "噪音")
        wanted += [(moment, ident)] if fits else []
    query = ("q=漏水" if sought else "urgent=1") + ("&sort=oldest" if oldest else "")
    pages = to_the_end(register(), query)
    assert [row.id for page in pages for row in page.rows] == [each for _, each in sorted(wanted, reverse=not oldest)]
    assert len(pages) <= len(rows) // PIECE + len(wanted) // 3 + 2
    outer.rollback()


@pytest.fixture
def long_list(cast):
    """Nine cases, a minute apart, of which the oldest and the newest are hard; answers their ids."""
    level = {0: "hard", 8: "hard"}
    return [put(cast, BEGAN + timedelta(minutes=each), level=level.get(each, "minor")) for each in range(9)]


def test_what_lies_further_back_is_not_read_for_the_first_page(opened, long_list):
    page = opened(register(), "/?urgent=1")
    assert [each.id for each in page.rows] == [long_list[8]]
    assert (page.total, page.next_url) == (1, None)
    assert page.reached.until == BEGAN + timedelta(minutes=4)


def test_the_page_says_how_far_it_was_read_and_what_its_number_counts(opened, long_list):
    page = opened(register(), "/?urgent=1")
    assert stopped_at(page, "件") == "一次最多查约 4 件，这次查到 2026-03-10 10:04，没有更多符合条件的。"
    assert of_the_number(page) == "2026-03-10 10:04 以来"
    page = opened(register(), "/?urgent=1&sort=oldest")
    assert "这次查到 2026-03-10 10:04，" in stopped_at(page, "件")
    assert of_the_number(page) == "到 2026-03-10 10:04 为止"


def test_a_page_on_which_nothing_fits_leads_on_as_well(opened, long_list):
    page = opened(register(), "/?urgent=1&q=不存在")
    assert page.rows == []
    assert "没有符合条件的" in stopped_at(page, "件")
    assert page.onward_url


def test_and_was_found_out_in_one_statement(opened, long_list):
    with statements() as sent:
        opened(register(), "/?urgent=1&q=不存在")
    assert len([each for each in sent if "LIMIT" in each and "cases_case" in each]) == 1


def test_only_the_rows_of_the_page_are_looked_up_of_all_that_are_counted(opened, long_list):
    with statements() as sent:
        opened(register(), "/?urgent=1")
    (asked,) = [each for each in sent if ") AS found" in each]
    keys = asked.partition(") AS found")[0].rpartition("JOIN (SELECT")[2]
    assert "LIMIT" in keys


def test_where_nothing_is_left_the_number_stays(opened, long_list):
    first = opened(register(), "/?urgent=1")
    second = opened(register(), first.onward_url)
    assert [page.total for page in (first, second)] == [1, 1]


def test_a_list_of_everything_and_one_of_few_are_what_they_were(opened, long_list):
    for query in ("", "created_to=2025-01-01"):  # along the order of the list itself
        page = opened(register(), f"/?{query}")
        assert (page.stopped, of_the_number(page)) == (False, "")
    assert opened(register(), "/").total == 9


def test_a_list_that_ends_within_reach_says_so_by_saying_nothing(cast, opened):
    for minute in range(PIECE):
        put(cast, BEGAN + timedelta(minutes=minute), level="hard" if minute == 0 else "minor")
    page = opened(register(), "/?urgent=1")
    assert (page.total, page.stopped, of_the_number(page)) == (1, False, "")


def test_what_an_index_finds_is_found_wherever_it_lies(opened, to_the_end, long_list):
    found = register(finds=lambda text, reader: Case.id == long_list[1])
    page = opened(found, "/?q=谁")
    assert [each.id for each in page.rows] == [long_list[1]]
    assert "更早的，只列出按编号、姓名或者号码直接查到的。" in stopped_at(page, "件")
    assert page.total == 0, "further back nothing was counted"
    met = [row.id for page in to_the_end(found, "q=谁") for row in page.rows]
    assert set(met) == {long_list[1]}


def test_a_view_counts_as_its_list_does(app, cast, long_list):
    of = register()
    with statements() as sent:
        numbers = of.numbers(cast.clerk, [of.ask(each) for each in ({"urgent": "1"}, {"created_to": "2025-01-01"}, {})])
    assert numbers == ["1+", "0", "9"]
    assert len([each for each in sent if "cases_case" in each]) == 1


def test_a_file_holds_everything_that_fits(cast, long_list):
    of = register()
    assert of.taken_away(cast.clerk, of.ask({"urgent": "1"}), "cases.export", 20) == [long_list[8], long_list[0]]


@pytest.fixture
def cases(cast):
    """Of the street: the oldest with its party, then others."""
    who = factories.resident(cast.taixing, name="阿拉腾·其其格")
    first = factories.case(cast.taixing, by=cast.clerk, title="草场", level="major", parties=[(1, who)])
    for number in range(7):
        factories.case(cast.taixing, by=cast.clerk, title=f"噪音{number}", level="minor")
    db.session.commit()
    return first


def test_the_list_of_cases_leads_on_to_what_lies_further_back(as_user, cases):
    page = as_user("clerk").page("/cases?level=major")
    assert "没有符合条件的。" in page.text
    page = as_user("clerk").page(next(link for link in page.links() if "after=" in link))
    assert "草场" in page.text
    assert "回到第一页" in page.text


def test_names_and_numbers_of_cases_find_at_once_and_words_further_back(as_user, cases):
    client = as_user("clerk")
    for words in (cases.number, "其其格"):
        page = client.page(f"/cases?q={words}").text
        assert "草场" in page
        assert "更早的，只列出" in page
        assert "草场" in client.page(f"/search?q={words}").text
    number = cases.parties[0].person.id_number
    assert "草场" in client.fill(client.page("/cases"), "/cases", q=number).text
    assert "草场" not in client.page("/cases?q=草场").text.partition("一次最多")[0].partition("筛选")[2]


def test_what_is_open_is_listed_whole(as_user, cases):
    page = as_user("clerk").page("/cases?status=open&level=major").text
    assert "草场" in page
    assert "一次最多查" not in page


def test_the_header_looks_less_far_than_a_list(as_user, cases, monkeypatch):
    monkeypatch.setattr("portal.records.window.MOST_READ", 20)
    monkeypatch.setattr("portal.records.window.AT_A_GLANCE", PIECE)
    found = f"/cases/{cases.id}"
    assert found in as_user("clerk").page("/cases?q=草场").links()
    assert found not in as_user("clerk").page("/search?q=草场").links()


def test_the_header_says_how_far_it_looks_for_words(as_user, cases):
    assert "在每个列表最近的约" in as_user("clerk").page("/search?q=噪音").text
