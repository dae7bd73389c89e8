"""What the conformance suite does once for all plugins: the demo of those that are asked about, and the visits to pages of the core."""

from types import SimpleNamespace

import pytest
from flask import Response

from portal.testing.conformance.fixtures import asked, examined
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.visits import Visits

ON, OFF = frozenset({("1.", "whistle", "on")}), frozenset()


def item(*fixtures: str, key: str = "") -> SimpleNamespace:
    about = {"callspec": SimpleNamespace(params={"plugin_key": key})} if key else {}
    return SimpleNamespace(fixturenames=fixtures, **about)


@pytest.mark.parametrize(
    ("others", "all_of_them"), [([item("cast")], False), ([item("office", "conformance_office")], True)]
)
def test_the_demo_is_of_all_plugins_where_a_test_of_the_office_is_about_none(pytestconfig, others, all_of_them):
    session = SimpleNamespace(config=pytestconfig, items=[item("plugin_key", key="wall"), *others])
    assert asked(session) == (examined(pytestconfig) if all_of_them else ["wall"])


@pytest.fixture
def visitor() -> SimpleNamespace:
    """Somebody who gets the page `shown` wherever he goes, and notes where."""
    met: list[str] = []
    made = SimpleNamespace(met=met, shown="")
    made.page = lambda path: met.append(path) or SimpleNamespace(response=Response(made.shown, mimetype="text/html"))
    return made


@pytest.fixture
def visits(app) -> Visits:
    return Visits(SimpleNamespace(app=app))


def test_a_page_is_visited_once_by_each_role_while_the_same_plugins_are_on(visits, visitor):
    for path, role, state in [("/cases", "clerk", ON)] * 2 + [("/cases", "clerk", OFF), ("/cases", "grid", ON)]:
        visits.of(visitor, path, role, state)
    assert visitor.met == ["/cases"] * 3


def test_a_part_that_is_left_out_is_the_fault_of_its_plugin_alone(visits, visitor, app):
    visitor.shown = "“吹哨报到”的内容暂时无法显示"
    visit = visits.of(visitor, "/cases/1", "clerk", ON)
    assert visit.complaint(Subject("whistle", app)) == " shows that its part is left out"
    assert visit.complaint(Subject("wall", app)) == ""


def test_a_page_that_is_not_well_made_is_the_fault_of_whoever_is_examined(visits, visitor, app):
    def spoilt(path):
        raise AssertionError("no label")

    visitor.page = spoilt
    assert visits.of(visitor, "/cases", "clerk", ON).complaint(Subject("wall", app)) == ": no label"
    assert visits.of(visitor, "/cases", "clerk", ON).complaint(Subject("whistle", app)) == ": no label"


def test_nothing_is_kept_while_a_slow_plugin_is_left_out(visits, visitor, app, monkeypatch):
    monkeypatch.setattr(app.extensions["portal_plugins"].patience, "waiting", lambda: iter([("wall", "home_cards", 5)]))
    visits.of(visitor, "/cases", "clerk", ON)
    visits.of(visitor, "/cases", "clerk", ON)
    assert len(visitor.met) == 2
