"""docs/plugin-api.md says what may be imported, and docs/plugin-api-changes.md tells of this version."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from portal.plugin.api import API_VERSION, offered
from tools.plugin_api import LANGUAGES, arguments, chinese, described, page, unexplained

CHANGES = Path(__file__).parents[2] / "docs" / "plugin-api-changes.md"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_that_of_the_code(language):
    assert LANGUAGES[language].target.read_text(encoding="utf-8") == page(language), "run `make plugin-api`"


def test_every_name_says_what_it_is():
    silent = [
        f"{module}.{name}"
        for module, names in offered().items()
        for name in sorted(names)
        if not described(import_module(module), name)
    ]
    assert not silent, "a docstring, or of a value a comment at the end of its line"


def test_every_argument_is_explained():
    silent = {
        f"{module}.{name}": missing
        for module, names in offered().items()
        for name in sorted(names)
        if (missing := unexplained(import_module(module), name))
    }
    assert not silent, "in the docstring, or in tools/plugin_api_arguments.toml if it means the same everywhere"
    assert all(len(each) == 2 for each in arguments().values())


def test_every_name_has_its_chinese_line_and_nothing_else_has():
    wanted = {(module, name) for module, names in offered().items() for name in names}
    given = {(module, name) for module, names in chinese().items() for name in names}
    assert wanted == given, "tools/plugin_api.zh.toml"


def test_the_latest_changes_are_those_of_this_version():
    assert re.search(r"^## (.+)$", CHANGES.read_text(encoding="utf-8"), re.MULTILINE)[1] == API_VERSION
