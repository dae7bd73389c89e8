"""Who may know whom: the core never a plugin, models never a view, hooks only through the dispatcher."""

import re
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB_SIDE = ("views", "forms", "verbs", "case_page", "list_page", "module")
ENVIRONMENT = {"portal/config.py", "portal/serve.py"}


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("portal", "plugins", include_external_packages=False)


def sources(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts]


def imports(module: str) -> set[str]:
    return graph().find_modules_directly_imported_by(module)


def test_the_core_never_imports_a_plugin():
    walking_backwards = {
        (module, imported)
        for module in graph().modules
        if module.split(".")[0] == "portal"
        for imported in imports(module)
        if imported.split(".")[0] == "plugins"
    }
    assert not walking_backwards


def test_a_plugin_knows_of_another_only_what_its_card_offers():
    prying = {
        (module, imported)
        for module in graph().modules
        if module.startswith("plugins.")
        for imported in imports(module)
        if imported.startswith("plugins.")
        and imported.split(".")[1] != module.split(".")[1]
        and imported.count(".") > 1
    }
    assert not prying


def test_extensions_import_nothing_of_ours_but_columns():
    assert imports("portal.extensions") == {"portal.columns"}


def test_models_import_neither_forms_nor_views():
    looking_up = {
        (module, imported)
        for module in graph().modules
        if re.search(r"\.models(\.|$)", module)
        for imported in imports(module)
        if imported.rpartition(".")[2] in WEB_SIDE
    }
    assert not looking_up


def test_forms_and_the_rights_of_residents_import_no_views():
    assert not {
        (module, imported)
        for module in graph().modules
        if module.endswith((".forms", ".data_rights"))
        for imported in imports(module)
        if imported.rpartition(".")[2] in ("views", "verbs", "module")
    }


@pytest.mark.parametrize("folder", ["portal", "plugins"])
def test_only_the_settings_read_the_environment(folder):
    readers = {
        str(path.relative_to(ROOT))
        for path in sources(folder)
        if re.search(r"os\.environ(\[|\.get)|os\.getenv|from os import", path.read_text())
    }
    assert {each for each in readers if not each.startswith("portal/testing/")} <= ENVIRONMENT


def test_hooks_are_called_by_the_dispatcher_alone():
    callers = {
        str(path.relative_to(ROOT))
        for folder in ("portal", "plugins")
        for path in sources(folder)
        if re.search(r"\bhook\.\w+\(|manager\.hook\b|\.get_hookimpls\(", path.read_text())
    }
    assert callers == {"portal/plugin/dispatch.py"}


def test_every_file_is_named_after_something():
    nameless = {"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py"}
    assert not [path for folder in ("portal", "plugins", "tests") for path in sources(folder) if path.name in nameless]


def test_no_file_is_longer_than_anybody_reads():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for folder in ("portal", "plugins")
        for path in sources(folder)
        if "migrations" not in path.parts
    }
    assert not {name: length for name, length in lengths.items() if length > 310}
