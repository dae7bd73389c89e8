"""A real browser: Debian's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

PATIENCE_MS = 30_000


class ChromiumMissing(Exception):
    """No Chromium on this machine."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Raises ChromiumMissing with the way to get it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise ChromiumMissing("缺少 Chromium，请执行 / Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN"},
        )
        try:
            yield browser
        finally:
            browser.close()
