"""Takes the pictures of docs/design.md anew: the same pages as an earlier revision showed them and as they are now.

    python tools/before_after.py REVISION

The revision is checked out beside, with the environment of this one. Each picture has before at the left and after at the
right, at half its size and with few colours, so that it stays small: docs/images/design/<page>-<width>.png.
"""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from portal.config import DEMO_PASSWORD
from portal.testing.browser import chromium
from portal.testing.server import ROOT, serving

IMAGES = ROOT / "docs" / "images" / "design"
WIDTHS = (1366, 360)
HIGHEST = 3000  # of a page, in its own pixels
COLOURS, GAP = 96, 12
SHARED = ("node_modules", "build", ".venv")  # of the environment


def at(path: str) -> Callable[[Page], None]:
    return lambda page: page.goto(path)


def first_of(path: str, then: str = "") -> Callable[[Page], None]:
    """The first record of the list at `path`, or the page below it."""

    def go(page: Page) -> None:
        page.goto(path)
        page.goto(page.locator("td.main-cell a").first.get_attribute("href") + then)

    return go


PAGES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "sign-in": ("", at("/login")),
    "desk": ("clerk", at("/")),
    "list": ("clerk", at("/cases")),
    "case": ("clerk", first_of("/cases?status=in_progress")),
    "register": ("clerk", at("/cases/new")),
    "agreement": ("mediator", first_of("/mediation/disputes?status=mediating", "/agreement")),
    "deed": ("director", first_of("/heroes/deeds?status=commended")),
    "statistics": ("director", at("/reports/cases")),
}


def main(revision: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        with earlier(revision, Path(folder) / "code") as root:
            before = taken(browser, root, Path(folder) / "before")
        after = taken(browser, ROOT, Path(folder) / "after")
    for name, picture in before.items():
        save(beside(picture, after[name]), IMAGES / f"{name}.png")


@contextmanager
def earlier(revision: str, root: Path) -> Iterator[Path]:
    """The code of that revision with its own style sheet."""
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(root), revision], check=True)
    try:
        for name in SHARED:
            (root / name).symlink_to((ROOT / name).resolve())
        subprocess.run(
            [sys.executable, "tools/assets.py"], cwd=root, check=True, env={**os.environ, "PYTHONPATH": str(root)}
        )
        yield root
    finally:
        subprocess.run([*git, "remove", "--force", str(root)], check=True)


def taken(browser: Browser, root: Path, instance: Path) -> dict[str, Image.Image]:
    """A picture of each page at each width, of the portal in `root` with a demo of its own."""
    environment = {
        "PORTAL_ENV": "demo",
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_RATE_LIMITS": "0",
        "PYTHONPATH": str(root),
    }
    with serving(environment, program=("tools/start.py",), root=root) as address:
        return {
            f"{name}-{width}": whole(browser, address, width, who, go)
            for width in WIDTHS
            for name, (who, go) in PAGES.items()
        }


def whole(browser: Browser, address: str, width: int, who: str, go: Callable[[Page], None]) -> Image.Image:
    page = browser.new_page(base_url=address, locale="zh-CN", viewport={"width": width, "height": 740})
    if who:
        page.goto("/login")
        page.get_by_label("账号").fill(who)
        page.get_by_label("密码").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{address}/")
    go(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, HIGHEST)})  # a bar that stays is at its place then
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    page.close()
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)


def beside(before: Image.Image, after: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", (before.width + GAP + after.width, max(before.height, after.height)), "#9aa6b3")
    sheet.paste(before, (0, 0))
    sheet.paste(after, (before.width + GAP, 0))
    return sheet


def save(image: Image.Image, path: Path) -> None:
    image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else sys.exit(__doc__))
