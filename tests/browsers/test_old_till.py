"""The till of a canteen in old engines: found, the line breaks, the meal waits in the page; without script in two presses."""

import os
from collections.abc import Iterator

import pytest

from portal.config import DEMO_PASSWORD
from tests.browsers.engines import EngineMissing
from tests.browsers.old import OldBrowser

pytestmark = pytest.mark.browser
TILL = "/elder_care/canteens/1/till"
CUT = "XMLHttpRequest.prototype.send = function () { setTimeout(function (each) { each.dispatchEvent(new Event('error')); }, 50, this); }"


def at_the_till(name: str, demo: str, *, script: bool = True) -> Iterator[OldBrowser]:
    try:
        browser = OldBrowser(name, script=script)
    except EngineMissing as error:
        if os.environ.get("CI_BROWSERS") == "1":
            raise
        pytest.skip(str(error))
    with browser:
        browser.open(f"{demo}/login")
        browser.fill("[name=username]", "elder_care.operator")
        browser.fill("[name=password]", DEMO_PASSWORD)
        browser.follow("main button, form button")
        browser.open(f"{demo}{TILL}")
        yield browser


@pytest.mark.parametrize("name", ["c49", "c69"])
def test_the_line_breaks_and_the_meal_waits_in_the_page(name, demo):
    for browser in at_the_till(name, demo):
        browser.wait("!!localStorage.length")
        browser.fill("#q", "00020")
        browser.press("[data-find] button")
        browser.wait("!!document.querySelector('[data-serve]')")
        browser.wait("document.activeElement.name === 'way'")
        browser.js(f"(function () {{ {CUT}; }})()")
        browser.fill("#q", "00021")
        browser.press("[data-find] button")
        browser.wait("!!document.querySelector('#till-found button')")
        browser.press("#till-found button")
        browser.wait("document.querySelector('#till-queue').textContent.indexOf('待上传') > 0")
        assert "00021" in browser.text("#till-queue")
        assert [each for each in browser.errors if "htmx:" not in each] == []


@pytest.mark.parametrize(("name", "number"), [("c49", "00022"), ("c69", "00023")])
def test_without_script_in_two_presses(name, number, demo):
    for browser in at_the_till(name, demo, script=False):
        browser.fill("#q", number)
        browser.follow("[data-find] button")
        assert "应收" in browser.text()
        browser.follow("[data-serve] button")
        assert "补" in browser.text(".notice")
