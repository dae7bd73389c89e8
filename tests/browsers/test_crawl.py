"""All pages of the demo, as each role reaches them: they answer, are well made, and none is out of reach."""

import json
import shutil
import subprocess

import pytest
from playwright.sync_api import Browser

from portal.config import DEMO_PASSWORD
from portal.testing.browser import chromium
from portal.testing.client import inspect, parse
from portal.testing.server import ROOT
from tests.browsers.crawl import ROLES, Found, crawl

pytestmark = pytest.mark.browser
NODES = 600
VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
ON_PURPOSE_UNLINKED = {
    "/healthz": "asked by the watchdog",
    "/styleguide": "for developers",
    "/heroes/association/new": "only until there is an association",
}


@pytest.fixture(scope="module")
def pages(demo) -> list[Found]:
    """Everything everybody found."""
    return [page for role in ("", *ROLES) for page in crawl(demo, role)]


def test_every_link_leads_to_a_page(pages):
    broken = [(page.role, page.path, page.source, page.answer.status) for page in pages if page.answer.status != (303 if not page.role and page.path == "/" else 200)]
    assert broken == []


def test_every_page_is_well_made(pages):
    for page in pages:
        if page.is_page:
            inspect(parse(page.answer.text, page.path), page.path)


def test_no_page_of_twenty_rows_is_heavy(pages):
    heavy = {page.path: page.answer.nodes for page in pages
             if page.is_page and len(page.answer.tree.xpath("//tbody/tr")) <= 20 and page.answer.nodes > NODES}
    assert heavy == {}


def test_no_page_is_out_of_reach(app, pages):
    """Each address without a number in it is linked from somewhere."""
    linked = {page.path.partition("?")[0].rstrip("/") for page in pages} | set(ON_PURPOSE_UNLINKED)
    plain = {rule.rule.rstrip("/") for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments}
    assert plain - linked == set()


@pytest.mark.thorough
@pytest.mark.skipif(not (VNU.exists() and shutil.which("java")), reason="vnu-jar (npm) or java is missing")
def test_the_checker_of_the_w3c_finds_no_error(pages, tmp_path):
    names = {}
    for number, page in enumerate(page for page in pages if page.is_page):
        file = tmp_path / f"{number}.html"
        file.write_text(page.answer.text)
        names[file.name] = page.path
    done = subprocess.run(["java", "-Xss1m", "-jar", str(VNU), "--format", "json", "--errors-only", "--exit-zero-always",
                           str(tmp_path)], capture_output=True, text=True, check=True)
    faults = {(message["message"], names[message["url"].rpartition("/")[2]]) for message in json.loads(done.stderr)["messages"]}
    assert faults == set()


@pytest.fixture(scope="module")
def browser() -> Browser:
    with chromium() as started:
        yield started


@pytest.mark.thorough
@pytest.mark.skipif(not AXE.exists(), reason="axe-core (npm) is missing")
@pytest.mark.parametrize("role", ["", *ROLES])
def test_axe_finds_nothing_serious_and_the_console_is_silent(demo, browser, pages, role):
    kinds = {page.kind: page.path for page in pages if page.role == role and page.is_page}
    context = browser.new_context(base_url=demo, locale="zh-CN", viewport={"width": 1366, "height": 768}, bypass_csp=True)
    try:
        tab, said = context.new_page(), []
        tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: said.append(str(error)))
        if role:
            tab.goto("/login")
            tab.get_by_label("账号").fill(role)
            tab.get_by_label("密码").fill(DEMO_PASSWORD)
            tab.get_by_role("button", name="登录").click()
        faults = set()
        for path in kinds.values():
            tab.goto(path)
            tab.evaluate(AXE.read_text())
            found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
            faults |= {(path, each["id"], each["nodes"][0]["html"][:160]) for each in found["violations"]
                       if each["impact"] in ("serious", "critical")}
        assert faults == set()
        assert said == []
    finally:
        context.close()
