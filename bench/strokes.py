"""What everyday jobs cost the hand: keys, clicks and pages, in a browser on the demo, from the work desk to the page that says
it is done. A choice from a list counts as two clicks; what the page has filled in already costs nothing."""

from datetime import date, timedelta

from playwright.sync_api import Page

from bench.measuring import report
from bench.office import Office
from portal import clock
from portal.config import DEMO_PASSWORD
from portal.testing.browser import chromium
from tests.browsers.demo import demo_portal

JOBS = {}


class Hand:
    """Somebody at the keyboard, counted."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.keys, self.clicks, self.pages = page, address, 0, 0, 0
        page.on("framenavigated", lambda frame: setattr(self, "pages", self.pages + 1))

    def sign_in(self, username: str) -> None:
        """Not counted."""
        self.page.goto(f"{self.address}/login")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", DEMO_PASSWORD)
        self.page.click("main button")
        self.page.wait_for_url(f"{self.address}/")
        self.keys = self.clicks = self.pages = 0

    def click(self, words: str) -> None:
        """A link or button, by what stands on it."""
        self.page.locator("a, button, summary").filter(has_text=words).filter(visible=True).first.click()
        self.clicks += 1

    def send(self, words: str) -> None:
        """The button below a form."""
        self.page.locator("main form .btn-primary").filter(has_text=words).last.click()
        self.clicks += 1

    def fill(self, name: str, text: str) -> None:
        """A click into the field, and the letters."""
        self.page.fill(f"main [name={name}]", text)
        self.clicks, self.keys = self.clicks + 1, self.keys + len(text)

    def choose(self, name: str, **which: object) -> None:
        """An entry of a list."""
        self.page.select_option(f"main [name={name}]", **which)
        self.clicks += 2

    def sees(self, words: str) -> None:
        """The job is done only when the page says so."""
        self.page.locator("main", has_text=words).wait_for()


def job(name: str, who: str):
    """Declare an everyday job of `who`."""

    def declare(does):
        JOBS[name] = (who, does)
        return does

    return declare


def _wednesday() -> date:
    """One in some weeks: the halls are closed on Mondays, and full soon."""
    day = clock.today() + timedelta(days=38)
    return day + timedelta(days=(2 - day.weekday()) % 7)


@job("book a group that rings up", "clerk")
def _book(hand: Hand) -> None:
    hand.click("家风教育")
    hand.click("登记预约")
    hand.fill("day", f"{_wednesday():%Y%m%d}")
    hand.fill("title", "第一小学")
    hand.choose("purpose", index=1)
    hand.fill("people", "20")
    hand.fill("sender", "王桂兰")
    hand.fill("phone", "13804770001")
    hand.send("登记预约")
    hand.sees("第一小学")


@job("call a meeting", "clerk")
def _meeting(hand: Hand) -> None:
    hand.click("议事坊")
    hand.click("祥和家园")
    hand.click("召集议事会")
    hand.fill("venue", "议事厅")
    hand.fill("chair", "刘引弟")
    hand.page.locator("main [name=topics]").first.check()
    hand.clicks += 1
    hand.send("召集")
    hand.sees("下一步")


def measure(place: Office) -> None:
    """Each job once."""
    with demo_portal(place.folder / "demo") as address, chromium() as browser:
        for name, (who, does) in JOBS.items():
            hand = Hand(browser.new_context(viewport={"width": 1366, "height": 768}).new_page(), address)
            hand.sign_in(who)
            does(hand)
            report("strokes", job=name, keys=hand.keys, clicks=hand.clicks, pages=hand.pages)
