"""The Chinese guides for plugin authors hold the same code as the English ones, which tests/plugin runs, and the same names."""

import re

import pytest

from tools.plugin_guides import BLOCK, GUIDES, texts

HOOK = re.compile(r"^### `(\w+\(.*\))`", re.MULTILINE)
FIELDS = re.compile(r"^\| (`.+?) \|", re.MULTILINE)


@pytest.mark.parametrize("name", GUIDES)
def test_the_code_is_the_same(name):
    english, chinese = (BLOCK.findall(text) for text in texts(name))
    assert english == chinese, "translate what was added, then `make plugin-api`"


@pytest.mark.parametrize("name", GUIDES)
def test_they_have_as_many_sections(name):
    english, chinese = (re.findall(r"^(#+) ", BLOCK.sub("", text), re.MULTILINE) for text in texts(name))
    assert english == chinese


def test_every_hook_and_every_field_of_the_manifest_is_told_in_both():
    english, chinese = texts("plugins")
    assert HOOK.findall(english) == HOOK.findall(chinese)
    assert fields_in(english) == fields_in(chinese)


def fields_in(text: str) -> list[str]:
    return [name for row in FIELDS.findall(text) for name in re.findall(r"`(\w+)`", row)]
