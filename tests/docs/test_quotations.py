"""What documents for engineers say of the code is so: drawing, quotations, paths, links."""

import re
from pathlib import Path

import pytest

from tests.architecture.test_layers import drawing

ROOT = Path(__file__).parents[2]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
ENGINEERS = [ROOT / "CONTRIBUTING.md", ROOT / "CONTRIBUTING.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))]
EVERYBODY = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
QUOTED = re.compile(r"^```\w+ from=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATHS = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")
LINKS = re.compile(r"\]\(([^)#:]+)(#[^)]*)?\)")


BUILT = {"build", "instance", "node_modules"}  # what is there depends on what was run before


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def plain(code: str) -> str:
    """Without indentation: a quotation begins at the margin."""
    return "\n".join(line.strip() for line in code.splitlines())


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_the_drawing_of_layers_is_the_one_that_holds():
    assert f"```layers\n{drawing()}\n```" in text_of(ARCHITECTURE), "pytest -s tests/architecture/test_layers.py"


@pytest.mark.parametrize("page", ENGINEERS, ids=named)
def test_what_is_quoted_stands_in_the_file(page):
    for path, quoted in QUOTED.findall(text_of(page)):
        assert plain(quoted) in plain(text_of(ROOT / path)), path


@pytest.mark.parametrize("page", ENGINEERS, ids=named)
def test_files_and_folders_that_are_named_exist(page):
    ours = {each.name for each in ROOT.iterdir() if each.is_dir()} - BUILT
    named_here = {path for path in PATHS.findall(text_of(page)) if path.split("/")[0] in ours}
    assert not sorted(path for path in named_here if not (ROOT / path).exists())


@pytest.mark.parametrize("page", EVERYBODY, ids=named)
def test_links_lead_somewhere(page):
    broken = []
    for path, anchor in LINKS.findall(text_of(page)):
        target = page.parent / path
        if not target.exists() or (anchor and anchor[1:] not in anchors_of(target)):
            broken.append(path + anchor)
    assert not broken


@pytest.mark.parametrize("page", EVERYBODY, ids=named)
def test_links_within_a_page_lead_somewhere(page):
    text = text_of(page)
    assert not set(re.findall(r"\]\(#([^)]+)\)", text)) - anchors_of(page)


def anchors_of(page: Path) -> set[str]:
    """The anchors that the headings of a page give."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
