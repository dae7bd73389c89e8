"""One plugin that cannot be taken in is recorded with the reason; the rest run."""

import pytest

from portal.plugin.hookspecs import hookimpl
from portal.plugin.registry import Registry

from .conftest import entry, manifest, plugin


def load(*entries, **registry_fields) -> Registry:
    registry = Registry(core_version="1.2", **registry_fields)
    registry.load(entries)
    return registry


def whole(*keys):
    return [entry(key, plugin(key)) for key in keys]


def test_plugins_stand_in_order_of_what_they_require():
    first = entry("aa", plugin("aa", requires=("bb", "cc")))
    registry = load(first, *whole("cc"), entry("bb", plugin("bb", requires=("cc",))))
    assert list(registry.manifests) == ["cc", "bb", "aa"]
    assert registry.failures == {}


def test_one_that_was_split_off_stands_behind_what_it_was_part_of_where_that_is_installed():
    parted = entry("aa", plugin("aa", split_from=("bb", "missing")))
    assert list(load(parted, *whole("bb")).manifests) == ["bb", "aa"]
    assert list(load(parted).manifests) == ["aa"]


@pytest.mark.parametrize(
    ("broken", "failed", "reason"),
    [
        (entry("bad", ImportError("no module named weasel")), {"bad"}, "weasel"),
        (entry("bad", SyntaxError("oops")), {"bad"}, "SyntaxError"),
        (entry("bad", object()), {"bad"}, "manifest"),
        (entry("bad", plugin("bad", requires=("missing",))), {"bad"}, "missing, which is not installed"),
        (entry("bad", plugin("bad", core_requires=">=2")), {"bad"}, "needs core >=2, this is 1.2"),
        (entry("bad", plugin("bad", needs_api="1.99")), {"bad"}, "needs API 1.99, this is"),
        (entry("bad", plugin("bad", needs_api="2.0")), {"bad"}, "another major version"),
        (entry("zz", plugin("good")), {"zz"}, "good is taken"),
        (entry("bad", plugin("cases")), {"bad"}, "cases belongs to the core"),
    ],
)
def test_one_that_is_broken_leaves_the_others_alone(broken, failed, reason):
    registry = load(*whole("good"), broken, reserved=frozenset({"cases"}))
    assert list(registry.manifests) == ["good"]
    assert set(registry.failures) == failed
    assert reason in " ".join(registry.failures.values())


def test_where_two_distributions_bring_one_key_that_of_the_portal_goes_first():
    ours, another = plugin("heroes"), plugin("heroes", name="假的")
    for order in ((ours, another), (another, ours)):
        entries = [entry("heroes", each, "fengqiao-portal" if each is ours else "another") for each in order]
        registry = load(*entries)
        assert registry.manifests["heroes"] is ours.manifest
        assert registry.failures == {"heroes (another)": "key heroes is taken by another plugin"}


def test_one_that_is_withdrawn_takes_along_those_that_require_it():
    registry = load(*whole("good", "bb"), entry("aa", plugin("aa", requires=("bb",))))
    registry.withdraw("bb", "its tables are not there")
    assert list(registry.manifests) == ["good"]
    assert registry.failures == {"bb": "its tables are not there", "aa": "needs bb, which is out of effect"}
    assert [name for name, _ in registry.manager.list_name_plugin() if not name.startswith("core:")] == ["good"]


def test_a_circle_takes_out_those_in_it_and_those_that_need_them():
    circle = [entry("aa", plugin("aa", requires=("bb",))), entry("bb", plugin("bb", requires=("aa",)))]
    registry = load(*circle, entry("cc", plugin("cc", requires=("aa",))), *whole("good"))
    assert list(registry.manifests) == ["good"]
    assert set(registry.failures) == {"aa", "bb", "cc"}
    assert "circle" in registry.failures["aa"]


def test_a_chain_of_missing_ones_falls_together():
    registry = load(
        entry("aa", plugin("aa", requires=("bb",))), entry("bb", plugin("bb", requires=("missing",))), *whole("good")
    )
    assert list(registry.manifests) == ["good"]
    assert set(registry.failures) == {"aa", "bb"}


def test_a_hook_that_does_not_exist_and_one_with_wrong_arguments_are_refused():
    class Typo:
        manifest = manifest("typo")

        @hookimpl
        def nav_itmes(self, ctx):
            return []

    class Greedy:
        manifest = manifest("greedy")

        @hookimpl
        def nav_items(self, ctx, everything):
            return []

    registry = load(
        entry("typo", Typo()),
        entry("greedy", Greedy()),
        entry("needs", plugin("needs", requires=("typo",))),
        *whole("good"),
    )
    assert list(registry.manifests) == ["good"]
    assert set(registry.failures) == {"typo", "greedy", "needs"}
    assert "nav_itmes" in registry.failures["typo"]


def test_the_names_of_the_core_are_reserved(app):
    registry = app.extensions["portal_plugins"]
    reserved = registry.reserved | registry.words
    assert {"cases", "people", "org", "web", "login", "static", "check", "plugins", "drafts", "audit"} <= reserved
    assert "mediation" not in reserved


def test_a_key_may_begin_like_an_address_and_not_like_a_table_of_the_core():
    registry = Registry(core_version="1.0", reserved=frozenset({"cases"}), words=frozenset({"public"}))
    registry.load([entry(key, plugin(key)) for key in ("public", "public_reports", "cases_more")])
    assert sorted(registry.failures) == ["cases_more", "public"]
