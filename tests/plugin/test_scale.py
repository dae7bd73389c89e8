"""The quality scale itself: its table, its document, what outcomes come to, what is kept and shown."""

import json
from importlib import import_module

import pytest

from portal.plugin.manifest import Manifest
from portal.plugin.scale import GOLD, NO_TIER, SILVER, TIERS, Outcome, Verdict, keep, kept
from portal.testing.scale import document
from portal.testing.scale.gathering import verdict
from portal.testing.scale.table import table, tried_here

LOWEST = TIERS[0]
SUITE = (
    "aloof",
    "card",
    "core_pages",
    "erasure",
    "jobs",
    "masking",
    "offices",
    "pages",
    "personal_data",
    "routes",
    "steps",
    "tables",
)


def told(*states: tuple[str, str], version: str = "0.1.0") -> Verdict:
    outcomes = tuple(
        Outcome(f"rule-{number}", tier, "要求", state, "why") for number, (tier, state) in enumerate(states)
    )
    return Verdict("heroes", version, "2026-11-28", outcomes)


def test_there_are_sixty_rules_and_each_says_what_it_asks_in_both_languages():
    rules = table()
    assert len(rules) >= 60
    assert {each.tier for each in rules} == set(TIERS)
    for each in rules:
        assert each.asks.endswith("。"), each.key
        assert each.english.endswith("."), each.key
        assert bool(each.check) != bool(each.tests), each.key


def test_every_test_of_the_conformance_suite_belongs_to_a_rule():
    """Whoever adds one enters it in portal/testing/scale/conformed.py."""
    modules = [import_module(f"portal.testing.conformance.test_{name}") for name in SUITE]
    there = {
        f"{each.__name__.rpartition('.')[2]}::{name}"
        for each in modules
        for name in vars(each)
        if name.startswith("test_")
    }
    named = {test for each in table() for test in each.tests}
    assert named == there


def test_the_page_is_up_to_date():
    assert document.PAGE.read_text(encoding="utf-8") == document.page(), "python -m portal.testing.scale.document"


def test_of_plugins_that_are_not_tried_the_results_stay():
    before = "| `heroes` | 1 | 金 | 9 |\n| `wall` | 1 | 银 | 9 |\n| `gone` | 1 | 银 | 9 |\n\n- `heroes`, a `b`: c\n- `wall`, d `e`\n"
    lines = document.results_of([Verdict("wall", "2", "2026-11-29", ())], before).splitlines()
    assert [line for line in lines if "`" in line] == [
        "| `heroes` | 1 | 金 | 9 |",
        f"| `wall` | 2 | {NO_TIER} | 0 | 0 | 0 | 0 | 2026-11-29 |",
        "- `heroes`, a `b`: c",
    ]


@pytest.mark.parametrize(
    ("states", "tier"),
    [
        ((), NO_TIER),
        (((LOWEST, "broken"), (GOLD, "held")), NO_TIER),
        (((LOWEST, "held"), (SILVER, "broken"), (GOLD, "held")), LOWEST),
        (((LOWEST, "held"), (SILVER, "exempt"), (GOLD, "broken")), SILVER),
        (((LOWEST, "held"), (SILVER, "moot"), (GOLD, "exempt")), GOLD),
    ],
)
def test_a_tier_needs_all_rules_of_it_and_of_those_below(states, tier):
    found = told(*states)
    assert found.tier == tier
    assert [found.reaches(each) for each in TIERS] == [
        each in TIERS[: TIERS.index(tier) + 1] if tier in TIERS else False for each in TIERS
    ]


def test_what_was_not_tried_is_not_held_and_the_lowest_tier_knows_no_exemption(app, monkeypatch):
    monkeypatch.setattr(
        "portal.testing.scale.gathering._card", lambda key: ("0.1.0", {"readme": "另有网页。", "guards": "不要。"})
    )
    all_held = {test: ("held", "") for each in table() for test in each.tests or (each.key,)}
    guard = next(each for each in table() if each.key == "guards").tests[0]
    found = verdict("heroes", all_held | {"readme": ("broken", "none"), guard: ("broken", "no guard")})
    by_key = {each.rule: (each.state, each.why) for each in found.outcomes}
    assert by_key["readme"] == ("exempt", "另有网页。")
    assert by_key["guards"] == ("broken", "no guard")
    assert not verdict("heroes", {}).of("held")


def test_a_verdict_is_kept_and_one_that_cannot_be_read_is_none(tmp_path):
    found = told((LOWEST, "held"), (GOLD, "exempt"))
    keep(found, tmp_path)
    assert kept("heroes", tmp_path) == found
    (tmp_path / "scale" / "mediation.json").write_text(json.dumps({"key": "mediation", "outcomes": [{}]}))
    (tmp_path / "scale" / "consultation.json").write_text(found.to_json())
    assert [kept(key, tmp_path) for key in ("mediation", "consultation", "never")] == [None] * 3


def test_the_page_of_a_plugin_shows_tier_day_exemptions_and_what_is_broken(as_user, app):
    district, instance = as_user("administrator"), app.extensions["portal_settings"].instance
    assert "还没有检查过" in district.page("/plugins/heroes").text
    keep(told((LOWEST, "held"), (SILVER, "exempt"), (GOLD, "broken"), version="0.0.9"), instance)
    try:
        shown = district.page("/plugins/heroes").text
    finally:
        (instance / "scale" / "heroes.json").unlink()
    assert "银 2026-11-28 检查，版本 0.0.9" in shown
    assert "理由：why" in shown
    assert "没做到 要求" in shown
    assert "检查的不是这一版" in shown


def test_an_exemption_is_in_the_manifest():
    made = Manifest(key="noise", name="x", summary="x", version="1.0", exemptions={"readme": "另有网页。"})
    assert made.exemptions["readme"] == "另有网页。"
    assert hash(made)


def test_what_is_no_plugin_and_no_wheel_is_said(app, tmp_path):
    other = tmp_path / "x.whl"
    other.write_bytes(b"no zip")
    run = app.test_cli_runner().invoke
    command = app.cli.commands["plugins"]
    for what, said in (("nothing_here", "没有名为 nothing_here 的功能模块"), (str(other), "不是能打开的安装包")):
        result = run(command, ["check", what])
        assert (result.exit_code, said in result.output) == (2, True), result.output


def test_each_function_is_tried_by_name():
    assert len({each.key for each in tried_here()}) == len(tried_here())
