"""A permission that nobody declares and two pages at one address are found when the portal starts, not by who opens the page."""

from flask import Blueprint

from plugins.heroes import plugin as heroes
from plugins.heroes.models import Deed
from portal.permissions import permission
from portal.plugin.declarations import of_pages
from portal.plugin.registry import Registry
from portal.records.declarations import of_records
from portal.web.http.guards import public, requires

from .conftest import entry, plugin


def load(*entries) -> Registry:
    registry = Registry(core_version="1.0", permissions=frozenset({"cases.view"}), checks=(of_pages, of_records))
    registry.load(entries)
    return registry


def pages(key: str, **guards: str) -> Blueprint:
    """A blueprint with a page for each of `guards`: name → permission."""
    bp = Blueprint(key, __name__, url_prefix=f"/{key}")
    for name, needed in guards.items():
        view = (public if needed == "public" else requires(needed))(lambda: "")
        bp.add_url_rule(f"/{name}", name, view)
    return bp


def test_a_typo_in_a_permission_names_plugin_and_page():
    bp = pages("wells")

    @bp.get("/<int:well_id>")
    @requires("wells.veiw")
    def show(well_id):
        """One well."""

    may = (permission("wells.view", "查看水井", "clerk"),)
    registry = load(entry("wells", plugin("wells", blueprints=(bp,), permissions=may)))
    assert list(registry.manifests) == []
    why = "page wells.show (One well) asks for 'wells.veiw', a permission that nobody declares"
    assert why in registry.failures["wells"]


def test_own_permissions_those_of_the_core_and_of_what_it_requires_are_known():
    may = (permission("ponds.view", "查看池塘", "clerk"),)
    ponds = plugin("ponds", permissions=may, blueprints=(pages("ponds", index="ponds.view", all="public"),))
    near = plugin("brooks", requires=("ponds",), blueprints=(pages("brooks", index="ponds.view", new="cases.view"),))
    far = plugin("rivers", blueprints=(pages("rivers", index="ponds.view"),))
    registry = load(entry("ponds", ponds), entry("brooks", near), entry("rivers", far))
    assert set(registry.manifests) == {"ponds", "brooks"}
    assert "asks for 'ponds.view'" in registry.failures["rivers"]


def test_two_pages_at_one_address_and_two_of_one_name_are_refused():
    bp = pages("lakes", index="cases.view")
    bp.add_url_rule("/<int:lake_id>/fish", "fish", public(lambda lake_id: ""))
    bp.add_url_rule("/<int:ident>/fish", "boats", public(lambda ident: ""))
    bp.add_url_rule("/other", "index", public(lambda: ""))
    failed = load(entry("lakes", plugin("lakes", blueprints=(bp,)))).failures["lakes"]
    assert "pages lakes.fish and lakes.boats are both at GET /lakes/<int>/fish" in failed
    assert "two pages are called lakes.index" in failed


def test_steps_and_records_are_asked_too():
    said = list(of_records(heroes, {"heroes.view", "heroes.manage", "heroes.nominate", "heroes.review"}))
    assert "Association, step book (登记收支): nobody declares the permission 'heroes.fund'" in said
    assert not [each for each in said if "heroes.view" in each]
    assert list(of_records(heroes, {each.key for each in heroes.manifest.permissions})) == []


def test_a_step_from_a_state_that_is_none_leaves_the_table_whole_and_the_plugin_out(monkeypatch):
    monkeypatch.setattr(Deed.hold_review, "of", ("acepted",))
    said = list(of_records(heroes, {each.key for each in heroes.manifest.permissions}))
    assert [each.partition(", there")[0] for each in said] == ["step Deed.hold_review: ['acepted'] are no states"]
