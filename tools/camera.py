"""Pictures for README and handbook: somebody signs in, what the screen shows is kept, with few colours so that the file stays small."""

import io
import subprocess
import sys
from contextlib import contextmanager

from PIL import Image
from playwright.sync_api import Browser, Page

from portal.config import DEMO_PASSWORD
from portal.testing.server import ROOT

IMAGES = ROOT / "docs" / "images"
OFFICE_PC = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
COLOURS = 200
WAIT = 120_000  # milliseconds: a busy machine is slow
WANTED = frozenset(sys.argv[1:])  # names of pictures; all where there is none


@contextmanager
def somebody(browser: Browser, address: str, username: str, viewport: dict = OFFICE_PC):
    """That person's work desk."""
    page = browser.new_page(base_url=address, locale="zh-CN", viewport=viewport)
    page.set_default_timeout(WAIT)
    page.goto("/login")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.locator(".topbar .me[href='/account']").wait_for()
    yield page
    page.close()


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    """What the screen shows, or the whole page, for which the window is made as tall: a bar that stays lies over nothing."""
    page.wait_for_load_state()
    screen = page.viewport_size
    if whole:
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": screen["width"], "height": max(tall, screen["height"])})
    save(Image.open(io.BytesIO(page.screenshot(full_page=whole, animations="disabled"))), name)
    page.set_viewport_size(screen)


def open_first(page: Page, listed: str) -> None:
    """The first record of the list at that address."""
    page.goto(listed)
    page.locator("td.main-cell a").first.click()


def shot_of(page: Page, address: str, name: str) -> None:
    """What stands at an address."""
    page.goto(address)
    shot(page, name)


def shot_of_first(page: Page, listed: str, name: str) -> None:
    """The first record of the list at that address."""
    open_first(page, listed)
    shot(page, name)


def first_page(pdf: bytes, name: str) -> None:
    drawn = subprocess.run(
        ["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1"], input=pdf, capture_output=True, check=True
    )
    save(Image.open(io.BytesIO(drawn.stdout)), name)


def save(image: Image.Image, name: str) -> None:
    if WANTED and name not in WANTED:
        return
    path = IMAGES / f"{name}.png"
    image.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")
