"""What the checkers say to every page, error and refused form: Nu finds no error, axe nothing serious, the console is silent;
each page prints without its frame, and the bar of a phone is one line."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from portal.config import DEMO_PASSWORD
from portal.testing.browser import chromium
from portal.testing.server import ROOT
from tests.browsers.crawl import ROLES
from tests.browsers.findings import to_be_filled

VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
pytestmark = [pytest.mark.browser, pytest.mark.thorough]
with_axe = pytest.mark.skipif(not AXE.exists(), reason="axe-core (npm) is missing")
SCREEN, SHEET = {"width": 1366, "height": 768}, {"width": 673, "height": 950}  # A4 less its margins, at 96 dots an inch
PHONE = {"width": 360, "height": 640}
FRAME = ".topbar, .sidenav, .btn, .filters, .pager, .crumbs, .skip"


@pytest.mark.skipif(not (VNU.exists() and shutil.which("java")), reason="vnu-jar (npm) or java is missing")
def test_the_checker_of_the_w3c_finds_no_error(pages, errors, refused, tmp_path):
    texts = {page.path: page.answer.text for page in pages if page.is_page}
    texts |= {f"{name} refused": answer.text for name, answer in (errors | refused).items()}
    names = {}
    for number, (name, text) in enumerate(texts.items()):
        (tmp_path / f"{number}.html").write_text(text)
        names[f"{number}.html"] = name
    done = subprocess.run(
        ["java", "-Xss1m", "-jar", str(VNU), "--format", "json", "--errors-only", "--exit-zero-always", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    faults = {
        (message["message"], names[message["url"].rpartition("/")[2]])
        for message in json.loads(done.stderr)["messages"]
    }
    assert faults == set()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@contextmanager
def window(browser: Browser, demo: str, role: str, said: list[str]) -> Iterator[Page]:
    """A window of `role`, signed in; `said` collects what the console says."""
    context = browser.new_context(base_url=demo, locale="zh-CN", viewport=SCREEN, bypass_csp=True)
    tab = context.new_page()
    tab.on("console", lambda message: said.append(f"{message.text} {tab.url}") if message.type == "error" else None)
    tab.on("pageerror", lambda error: said.append(f"{error} {tab.url}"))
    if role:
        tab.goto("/login")
        tab.get_by_label("账号").fill(role)
        tab.get_by_label("密码").fill(DEMO_PASSWORD)
        tab.get_by_role("button", name="登录").click()
    yield tab
    context.close()


def faults_of(tab: Page, name: str) -> set[tuple]:
    """What axe finds serious or critical."""
    tab.evaluate(AXE.read_text())
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return {
        (name, each["id"], each["nodes"][0]["html"][:160])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    }


def printed_with(tab: Page) -> str:
    """What of the screen would stand on the paper, or beside it."""
    tab.set_viewport_size(SHEET)
    tab.emulate_media(media="print")
    frame = tab.evaluate(
        f"[].filter.call(document.querySelectorAll('{FRAME}'), e => e.offsetWidth).map(e => e.outerHTML)"
    )
    wide = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    tab.emulate_media(media="screen")
    tab.set_viewport_size(SCREEN)
    return "".join(frame)[:160] or (f"{wide} px beside the sheet" if wide > 0 else "")


@with_axe
@pytest.mark.parametrize("role", ["", *ROLES])
def test_axe_finds_nothing_serious_the_console_is_silent_and_the_print_is_clean(demo, browser, pages, role):
    said, faults, printed = [], set(), {}
    with window(browser, demo, role, said) as tab:
        for path in {page.kind: page.path for page in pages if page.role == role and page.is_page}.values():
            tab.goto(path)
            faults |= faults_of(tab, path)
            if beside := printed_with(tab):
                printed[path] = beside
    assert faults == set()
    assert said == []
    assert printed == {}


@with_axe
@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_serious_in_a_refused_form(demo, browser, pages, role):
    said, faults = [], set()
    with window(browser, demo, role, said) as tab:
        for (kind, who), path in to_be_filled(pages).items():
            if who == role:
                tab.goto(path)
                form = tab.locator("main form[method=post]:has(.req)").first
                form.evaluate(
                    "form => form.querySelectorAll('input:not([type=hidden]), textarea').forEach(e => { e.value = '' })"
                )
                form.locator(".btn-primary, .btn-danger").last.click()
                faults |= faults_of(tab, f"{kind} refused")
    assert faults == set()
    assert [text for text in said if "422" not in text] == []


@pytest.mark.parametrize("letters", ["", "is-large"])
def test_the_bar_of_a_phone_is_one_line_however_long_the_name(demo, browser, letters):
    with window(browser, demo, "director", []) as tab:
        tab.set_viewport_size(PHONE)
        tab.evaluate(
            f"""document.documentElement.className = '{letters}';
            document.querySelector('.me b').textContent = '99+';
            document.querySelector('.me + .me').lastChild.textContent = '敖特根其木格巴雅尔'"""
        )
        assert tab.locator(".topbar").bounding_box()["height"] < 60
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@with_axe
@pytest.mark.parametrize(
    ("path", "says"), [("/nowhere", "没有找到"), ("/audit/", "没有这项权限"), ("/logout", "不能这样")]
)
def test_axe_finds_nothing_serious_in_an_error(demo, browser, path, says):
    with window(browser, demo, "clerk", []) as tab:
        tab.goto(path)
        assert says in tab.inner_text("main")
        assert faults_of(tab, path) == set()
