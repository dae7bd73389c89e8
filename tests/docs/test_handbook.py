"""The handbook: a chapter with a picture of its pages for each plugin, a picture of each paper, and no picture that is not there or not shown."""

import re
from pathlib import Path

import pytest

from tools.papers import is_paper, name_of

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
HANDBOOK = ROOT / "docs" / "handbook"
PICTURES = re.compile(r"!\[[^\]]*\]\(([^)]+)\)|<img src=\"([^\"]+)\"")
PLUGINS = sorted(each.parent.name for each in (ROOT / "plugins").glob("*/__init__.py"))
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "plugins").glob("*/README.md")]


def pictures_of(page: Path) -> set[Path]:
    """The pictures that stand on a page."""
    named = (first or second for first, second in PICTURES.findall(page.read_text(encoding="utf-8")))
    return {(page.parent / each).resolve() for each in named if not each.startswith("http")}


def test_pictures_that_are_named_are_there_and_those_there_are_shown():
    shown = set().union(*map(pictures_of, PAGES))
    there = set(IMAGES.rglob("*.png"))
    assert {each for each in shown if not each.exists()} == set()
    assert there - shown == set(), "named on no page"


@pytest.mark.parametrize("key", PLUGINS)
def test_a_plugin_has_its_chapter_with_a_picture_of_its_pages(key):
    chapter = HANDBOOK / f"{key.replace('_', '-')}.md"
    assert f"]({chapter.name})" in (HANDBOOK / "README.md").read_text(encoding="utf-8")
    assert any(each.parent == IMAGES for each in pictures_of(chapter)), "a page, not only a paper"


def test_each_kind_of_paper_has_its_picture_or_is_named_as_missing_from_the_demo(app):
    kinds = {name_of(rule.endpoint) for rule in app.url_map.iter_rules() if is_paper(rule)}
    ours = {each for each in kinds if each.partition("-")[0] in PLUGINS}
    pictures = {each.stem for each in (IMAGES / "papers").glob("*.png")}
    without = set(re.findall(r"^- .*`(.+)`$", (HANDBOOK / "papers.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert ours - pictures - without == set(), "make screenshots, or name it under 演示数据里没有的"
    assert (pictures | without) - kinds == set(), "no such paper any more"
    assert pictures & without == set()
