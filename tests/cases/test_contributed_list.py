"""The case list shows, filters, finds and hands out what plugins add, and stays whole when one of them fails."""

import csv

import pytest
from sqlalchemy import Integer, column, literal, select, table, text

from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.contributions import CaseColumn, CaseFilter, CaseFinder
from portal.plugin.hookspecs import hookimpl
from portal.testing import factories
from portal.testing.statements import statements
from tests.plugin.conftest import decide

pytestmark = pytest.mark.database


class Noise:
    """Knows how loud a case was, here by its title."""

    asked: list = []
    shown = True

    @hookimpl
    def case_list(self, ctx):
        return [
            CaseColumn("decibels", "分贝", self.decibels, kind="number", shown=self.shown),
            CaseFilter("loud", "音量", {"yes": "很吵", "no": "不吵"}, self.loud),
            CaseFinder("分贝数", self.measured),
        ]

    def decibels(self, ids):
        self.asked.append(ids)
        rows = db.session.execute(select(Case.id).where(Case.id.in_(ids), Case.title == "施工"))
        return {row.id: 85 for row in rows}

    def loud(self, option):
        return select(Case.id).where(Case.title == "施工" if option == "yes" else Case.title != "施工")

    def measured(self, text, user):
        return select(Case.id).where(Case.title == "施工", literal(text) == "85")


class Raising(Noise):
    def decibels(self, ids):
        raise ValueError("no values")

    loud = measured = decibels


class Wrong(Noise):
    """Gives what it may not: a text as a number, a list for a select, a column that is not there."""

    def decibels(self, ids):
        return dict.fromkeys(ids, "loud")

    def loud(self, option):
        return [1, 2]

    def measured(self, words, user):
        return select(column("no_such_column", Integer)).select_from(table("cases_case")).where(text("1=1"))


@pytest.fixture
def cases(cast) -> dict[str, int]:
    """Two cases: title → id."""
    found = {title: factories.case(cast.street, by=cast.clerk, title=title) for title in ("施工", "漏水")}
    db.session.commit()
    return {title: case.id for title, case in found.items()}


def test_a_column_is_read_once_for_the_page(as_user, join, cases):
    join("noise", "噪音扰民", Noise)
    Noise.asked.clear()
    page = as_user("clerk").page("/cases")
    assert "分贝" in page.text
    assert page.text.count("85") == 1
    assert [set(ids) for ids in Noise.asked] == [set(cases.values())]


def test_the_file_holds_it_and_what_is_chosen_counts(as_user, join, cases):
    join("noise", "噪音扰民", type("Hidden", (Noise,), {"shown": False}))
    director = as_user("director")
    assert "分贝</th>" not in director.get("/cases").get_data(as_text=True)
    assert "85" in director.page("/cases?columns=title.noise_decibels").text
    lines = director.get("/cases/export.csv").get_data(as_text=True).splitlines()
    rows = list(csv.reader(lines))
    heading = next(row for row in rows if "分贝" in row)
    values = {row[heading.index("事项")]: row[heading.index("分贝")] for row in rows[rows.index(heading) + 1 :]}
    assert values == {"施工": "85", "漏水": ""}


def test_a_filter_leaves_what_it_stands_for(as_user, join, cases):
    join("noise", "噪音扰民", Noise)
    clerk = as_user("clerk")
    for option, there, gone in (("yes", "施工", "漏水"), ("no", "漏水", "施工")):
        text_of_page = clerk.page(f"/cases?noise_loud={option}").text
        assert (there in text_of_page, gone in text_of_page) == (True, False)
    assert "漏水" in clerk.page("/cases?noise_loud=nonsense").text


def test_a_search_finds_what_it_finds_besides(as_user, join, cases):
    join("noise", "噪音扰民", Noise)
    clerk = as_user("clerk")
    assert "编号、名称、当事人、分贝数" in clerk.page("/cases").text
    for url in ("/cases?q=85", "/search?q=85"):
        page = clerk.page(url).text
        assert ("施工" in page, "漏水" in page) == (True, False)
    assert "漏水" in clerk.page("/cases?q=漏水").text


def test_filter_and_column_are_kept_in_a_view(as_user, join, cases):
    join("noise", "噪音扰民", Noise)
    clerk = as_user("clerk")
    naming = clerk.page("/views/new?of=cases&noise_loud=yes&columns=title.noise_decibels")
    clerk.fill(naming, name="很吵的")
    page = clerk.page("/cases")
    assert "很吵的" in page.text


class Writing(Noise):
    """Changes the cases it is to tell about."""

    def decibels(self, ids):
        for case in db.session.scalars(select(Case).where(Case.id.in_(ids))):
            case.title = "改了"
        return {}

    loud = measured = decibels


@pytest.mark.parametrize("failing", [Raising, Wrong, Writing])
@pytest.mark.parametrize("address", ["/cases", "/cases?noise_loud=yes", "/cases?q=漏水", "/search?q=漏水"])
def test_what_fails_leaves_the_list_whole(as_user, join, cases, failing, address):
    join("noise", "噪音扰民", failing)
    page = as_user("clerk").page(address)
    assert page.status == 200
    assert ("漏水" in page.text) == ("noise_loud" not in address)
    if address.startswith("/cases"):
        assert page.text.count("“噪音扰民”的内容暂时无法显示。") == 1


@pytest.mark.parametrize("wrong", [{"name": "a.b"}, {"name": ""}, {"kind": "colour"}, {"values": 3}])
def test_a_column_that_cannot_be_is_refused(wrong):
    with pytest.raises((TypeError, ValueError)):
        CaseColumn(**{"name": "loud", "label": "音量", "values": dict} | wrong)


@pytest.mark.parametrize(("kind", "value"), [("text", 3), ("number", True), ("money", 1.5), ("day", "2026-11-28")])
def test_a_value_that_is_not_of_its_kind_is_refused(kind, value):
    with pytest.raises(TypeError):
        CaseColumn("loud", "音量", lambda ids: {1: value, 2: None}, kind=kind).checked([1, 2])


def test_where_it_is_off_nothing_is_added(as_user, join, cases, cast):
    join("noise", "噪音扰民", Noise)
    decide("noise", cast.county, "off")
    page = as_user("clerk").page("/cases?noise_loud=yes").text
    assert ("分贝" in page, "音量" in page, "漏水" in page) == (False, False, True)


def test_it_costs_one_statement_for_a_column_and_one_for_a_filter(as_user, join, cases):
    clerk = as_user("clerk")
    clerk.get("/cases")
    with statements() as before:
        clerk.get("/cases")
    join("noise", "噪音扰民", Noise)
    clerk.get("/cases?noise_loud=yes")
    with statements() as after:
        clerk.get("/cases?noise_loud=yes")
    assert len(after) <= len(before) + 2
