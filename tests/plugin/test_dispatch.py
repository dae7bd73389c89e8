"""Hooks reach only plugins in effect; one that breaks neither breaks the page nor undoes what it was not asked."""

import sys

import pytest
from sqlalchemy import text

from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin import dispatch, patience
from portal.plugin.contributions import Action, NavItem
from portal.plugin.hookspecs import Context
from portal.plugin.pauses import Board
from portal.testing import factories

from .conftest import decide, plugin


def items(key):
    return lambda: [NavItem(key, f"/{key}")]


def context(cast):
    return Context(cast.street, cast.clerk, clock.now())


def switched_on(cast, *keys):
    for key in keys:
        decide(key, cast.county, "on")


def labels(cast) -> list[str]:
    return [item.label for item in dispatch.collect("nav_items", ctx=context(cast))]


def test_only_plugins_in_effect_are_asked(cast, install):
    install(plugin("aa", nav=items("aa")), plugin("bb", nav=items("bb")))
    switched_on(cast, "aa")
    assert labels(cast) == ["aa"]


def test_each_answer_names_its_plugin(cast, install):
    install(plugin("aa", nav=items("aa")), plugin("bb", nav=lambda: None))
    switched_on(cast, "aa", "bb")
    assert [(answer.plugin, answer.failed) for answer in dispatch.call("nav_items", ctx=context(cast))] == [
        ("aa", False)
    ]


@pytest.mark.parametrize(
    "broken",
    [
        lambda: 1 / 0,
        lambda: (1 / 0 for _ in range(1)),  # breaks only when it is read
        lambda: 42,
    ],
)
def test_a_display_hook_that_breaks_is_named_and_the_others_are_shown(cast, install, broken, caplog):
    install(plugin("aa", nav=broken), plugin("bb", nav=items("bb")))
    switched_on(cast, "aa", "bb")
    assert labels(cast) == ["bb"]
    assert "nav_items of plugin aa failed" in caplog.text
    assert [answer.plugin for answer in dispatch.call("nav_items", ctx=context(cast)) if answer.failed] == ["aa"]


def test_a_display_hook_with_a_broken_statement_does_not_spoil_the_page(cast, install, as_user):
    install(
        plugin("aa", nav=lambda: db.session.execute(text("SELECT * FROM nowhere")).all()),
        plugin("bb", nav=items("旁边的模块")),
    )
    switched_on(cast, "aa", "bb")
    page = as_user("clerk").page("/cases")
    assert page.status == 200
    assert "旁边的模块" in page.text


def test_an_event_hook_that_breaks_undoes_the_verb(cast, install):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    install(plugin("aa", told=lambda case: 1 / 0))
    switched_on(cast, "aa")
    with pytest.raises(ZeroDivisionError):
        case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.rollback()
    assert db.session.get(Case, case.id).status == "registered"


def test_an_event_is_told_in_the_unit_of_the_case_not_of_who_acts(cast, install):
    told = []
    install(plugin("aa", told=lambda case: told.append(case.title)))
    decide("aa", cast.other_street, "on")
    factories.case(cast.taixing, by=cast.clerk)
    assert told == []
    decide("aa", cast.taixing, "on")
    factories.case(cast.taixing, by=cast.clerk, title="听得到")
    assert told == ["听得到"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ["文字"],
        lambda: {"label": "菜单"},
        lambda: [NavItem("菜单", None)],
        lambda: [NavItem("菜单", "/x", order="first")],
        lambda: [NavItem("菜单", "javascript:alert(1)")],
        lambda: [Action("按钮", "/x")],
        lambda: sys.exit(3),
    ],
)
def test_what_is_no_menu_entry_stays_with_its_plugin(cast, install, as_user, wrong, caplog):
    install(plugin("aa", nav=wrong), plugin("bb", nav=items("旁边的模块")))
    switched_on(cast, "aa", "bb")
    page = as_user("clerk").page("/cases")
    assert (page.status, "旁边的模块" in page.text) == (200, True)
    assert "nav_items of plugin aa failed" in caplog.text


def test_one_that_is_slow_three_times_is_left_out_for_a_while_and_then_asked_again(cast, install, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(dispatch, "perf_counter", lambda: now[0])
    monkeypatch.setattr(patience, "monotonic", lambda: now[0])
    asked = []

    def slow():
        asked.append(now[0])
        now[0] += patience.LONGEST + 1
        return [NavItem("慢", "/slow")]

    registry = install(plugin("aa", nav=slow), plugin("bb", nav=items("bb")))
    switched_on(cast, "aa", "bb")
    seen = [labels(cast) for _ in range(patience.CHANCES + 1)]
    assert seen == [["bb", "慢"]] * patience.CHANCES + [["bb"]]
    assert list(registry.patience.waiting()) == [("aa", "nav_items", 5)]
    now[0] += patience.PAUSE
    assert labels(cast) == ["bb", "慢"]


def test_a_slow_answer_now_and_then_is_forgiven(cast, install, monkeypatch):
    now, spends = [0.0], iter([2.0, 2.0, 0.1, 2.0, 2.0])
    monkeypatch.setattr(dispatch, "perf_counter", lambda: now[0])

    def uneven():
        now[0] += next(spends)
        return [NavItem("慢", "/slow")]

    registry = install(plugin("aa", nav=uneven))
    switched_on(cast, "aa")
    assert [labels(cast) for _ in range(5)] == [["慢"]] * 5
    assert not list(registry.patience.waiting())


def test_the_page_of_an_error_names_the_plugin_that_undid_the_step(cast, install, as_user):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    install(plugin("aa", name="坏模块", told=lambda case: 1 / 0))
    switched_on(cast, "aa")
    clerk = as_user("clerk")
    answer = clerk.fill(clerk.page(f"/cases/{case.id}/triage"), route="later")
    assert answer.status == 500
    assert "功能模块“坏模块”出了错" in answer.text


def test_what_was_handed_over_is_slow_by_itself_though_the_hook_is_quick(cast, install, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(dispatch, "perf_counter", lambda: now[0])

    def slow():
        now[0] += patience.LONGEST + 1
        return "值"

    def asked():
        (answer,) = dispatch.call("nav_items", ctx=context(cast))
        assert dispatch.later(answer, "nav_items", "quick", lambda: "快") == "快"
        return dispatch.later(answer, "nav_items", "slow", slow, instead="")

    registry = install(plugin("aa", nav=items("aa")))
    switched_on(cast, "aa")
    assert [asked() for _ in range(patience.CHANCES + 1)] == ["值"] * patience.CHANCES + [""]
    assert list(registry.patience.waiting()) == [("aa", "nav_items:slow", 5)]


def test_the_menu_has_less_time_for_every_page_waits_for_it(app):
    waiting = patience.Patience()
    for _ in range(patience.CHANCES):
        waiting.note("aa", "nav_items", 0.6)
        waiting.note("aa", "case_panels", 0.6)
    assert [each[:2] for each in waiting.waiting()] == [("aa", "nav_items")]


def test_what_a_plugin_takes_for_one_page_is_added_up(app, tmp_path):
    waiting = patience.Patience(board=Board(tmp_path))
    for _ in range(patience.CHANCES):
        with app.test_request_context("/"):
            waiting.note("aa", "home_cards", 0.7)
            waiting.note("bb", "notices", 0.7)
            waiting.note("aa", "notices", 0.7)
    assert [each[:2] for each in waiting.waiting()] == [("aa", "notices")]
    assert [each.reason for each in waiting.board.current()] == ["连续 3 次让一页多等 1 秒以上"]
