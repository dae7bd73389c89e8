"""Pictures of every kind of page, as each role sees it, in old engines, today's Chromium and on a phone.

`make pictures`; with names of roles behind it only theirs. They go to build/pictures/<engine>/.
"""

import sys
import tempfile
from pathlib import Path

from portal.config import DEMO_PASSWORD
from portal.testing.browser import chromium
from portal.testing.server import ROOT
from tests.browsers.crawl import ROLES, crawl, kind_of
from tests.browsers.demo import demo_portal
from tests.browsers.engines import ENGINES, EngineMissing
from tests.browsers.old import OldBrowser

FOLDER = ROOT / "build" / "pictures"
SCREENS = {"today": {"width": 1366, "height": 768}, "phone": {"width": 360, "height": 740}}


def main(roles: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, demo_portal(Path(folder)) as address:
        seen: set[str] = set()
        for role in roles:
            kinds = {kind_of(page.path): page.path for page in crawl(address, role) if page.is_page}
            new = {file_name(role, kind): path for kind, path in kinds.items() if kind not in seen}
            seen.update(kinds)
            take_all(address, role, new)
            print(f"{role or 'stranger'}: {len(new)} pages", flush=True)


def file_name(role: str, kind: str) -> str:
    return f"{role or 'stranger'}{kind.rstrip('/').replace('/', '-') or '-desk'}.png".replace("#", "n")


def take_all(address: str, role: str, pages: dict[str, str]) -> None:
    """Pictures of `pages` (file name: path) in every engine that can be had."""
    for name in ENGINES:
        try:
            with OldBrowser(name) as browser:
                in_old(browser, address, role, pages)
        except EngineMissing as error:
            print(f"{name}: {error}", file=sys.stderr)
    with chromium() as started:
        for screen, size in SCREENS.items():
            context = started.new_context(base_url=address, locale="zh-CN", viewport=size)
            in_new(context.new_page(), folder_for(screen), role, pages)
            context.close()


def folder_for(engine: str) -> Path:
    folder = FOLDER / engine
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def in_old(browser: OldBrowser, address: str, role: str, pages: dict[str, str]) -> None:
    if role:
        browser.open(f"{address}/login")
        browser.fill("#username", role)
        browser.fill("#password", DEMO_PASSWORD)
        browser.follow("main .btn-primary")
    for name, path in pages.items():
        browser.open(address + path)
        browser.picture(folder_for(browser.engine.name) / name, whole=True)


def in_new(tab, folder: Path, role: str, pages: dict[str, str]) -> None:
    if role:
        tab.goto("/login")
        tab.fill("#username", role)
        tab.fill("#password", DEMO_PASSWORD)
        tab.click("main .btn-primary")
    for name, path in pages.items():
        tab.goto(path)
        tab.screenshot(path=folder / name, full_page=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["", *ROLES])
