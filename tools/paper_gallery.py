"""Writes docs/handbook/papers.md and docs/images/papers: the first page of every paper that `make papers` has printed."""

import io
import subprocess
import tempfile
from itertools import groupby
from pathlib import Path

import pikepdf
from PIL import Image

from portal import create_app
from portal.config import Settings
from tools.papers import FOLDER, ROOT, is_paper, name_of

IMAGES = ROOT / "docs" / "images" / "papers"
PAGE = ROOT / "docs" / "handbook" / "papers.md"
WIDTH = 480  # pixels
GREYS = 12
ABREAST = 3
HEAD = """# 各模块的文书

每种文书的第一页，都来自演示数据，人员是虚构的。由 `make screenshots` 生成，不要手改。怎么打印、怎么核验见[打印与核验](printing.md)。
"""
MISSING = "\n## 演示数据里没有的\n\n"


def main() -> None:
    """Write page and pictures anew."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for earlier in IMAGES.glob("*.png"):
        earlier.unlink()
    names, kinds = known()
    papers = sorted(path for path in FOLDER.glob("*.pdf") if not path.stem.endswith("-long"))
    for paper in papers:
        draw(paper)
    by_plugin = groupby(papers, key=lambda paper: paper.stem.partition("-")[0])
    shown = "".join(section(names[key], list(found)) for key, found in by_plugin)
    lacking = [each for each in kinds if each not in {paper.stem for paper in papers}]
    PAGE.write_text(HEAD + shown + missing(names, lacking), encoding="utf-8")


def known() -> tuple[dict[str, str], list[str]]:
    """What the plugins are called, and their kinds of papers."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(env="testing", instance=Path(folder)))
    names = {key: manifest.name for key, manifest in app.extensions["portal_plugins"].manifests.items()}
    kinds = (name_of(rule.endpoint) for rule in app.url_map.iter_rules() if is_paper(rule))
    return names, sorted(each for each in kinds if each.partition("-")[0] in names)


def missing(names: dict[str, str], kinds: list[str]) -> str:
    """The kinds of which the demo has no example, by what they are called in the code."""
    lines = [f"- {names[each.partition('-')[0]]}：`{each}`\n" for each in kinds]
    return MISSING + "".join(lines) if lines else ""


def section(name: str, papers: list[Path]) -> str:
    """The papers of one plugin, three abreast."""
    rows = [
        f"\n| {' | '.join(title_of(each) for each in some)} |\n|{'---|' * len(some)}\n"
        f"| {' | '.join(f'![{title_of(each)}](../images/papers/{each.stem}.png)' for each in some)} |\n"
        for some in (papers[start : start + ABREAST] for start in range(0, len(papers), ABREAST))
    ]
    return f"\n## {name}\n" + "".join(rows)


def title_of(paper: Path) -> str:
    with pikepdf.open(paper) as document:
        return str(document.docinfo["/Title"])


def draw(paper: Path) -> None:
    """The first page in a few greys."""
    page = subprocess.run(
        ["pdftoppm", "-png", "-r", "100", "-f", "1", "-l", "1", paper], capture_output=True, check=True
    ).stdout
    image = Image.open(io.BytesIO(page)).convert("L")
    image = image.resize((WIDTH, image.height * WIDTH // image.width), Image.Resampling.LANCZOS)
    image.quantize(GREYS, dither=Image.Dither.NONE).save(IMAGES / f"{paper.stem}.png", optimize=True)


if __name__ == "__main__":
    main()
