"""A hand at the keyboard in a browser on the demo: what it does is counted."""

import sqlite3
from pathlib import Path

from playwright.sync_api import Browser

from portal.config import DEMO_PASSWORD

JOBS = {}


class Hand:
    """Somebody at the keyboard, counted."""

    def __init__(self, browser: Browser, address: str, folder: Path, *, script: bool = True) -> None:
        self.browser, self.address, self.database, self.script = browser, address, folder / "portal.db", script
        self.keys = self.clicks = self.pages = 0

    def sign_in(self, username: str) -> None:
        """At a computer of the own, at the work desk; not counted."""
        self.page = self.browser.new_context(
            viewport={"width": 1366, "height": 768}, java_script_enabled=self.script
        ).new_page()
        self.page.goto(f"{self.address}/login")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", DEMO_PASSWORD)
        self.page.click("main button")
        self.page.wait_for_url(f"{self.address}/")
        self.page.on("framenavigated", lambda frame: setattr(self, "pages", self.pages + 1))

    def click(self, words: str) -> None:
        """A link or button, by what stands on it."""
        self.page.locator("a, button, summary").filter(has_text=words).filter(visible=True).first.click()
        self.clicks += 1

    def take(self, title: str, words: str) -> None:
        """What there is to do with a matter, at its line of the desk or of a list."""
        self.page.locator("main tr", has_text=title).first.get_by_role("link", name=words).click()
        self.clicks += 1

    def send(self, words: str) -> None:
        """The button below a form."""
        with self.page.expect_navigation():
            self.page.locator("main form :is(.btn-primary, .btn-danger)").filter(has_text=words).last.click()
        self.clicks += 1

    def send_on(self) -> None:
        """The button beside it, which leads on to the form of the next step."""
        with self.page.expect_navigation():
            self.page.locator("main form [name=onward]").click()
        self.clicks += 1

    def press(self, words: str) -> None:
        """Another button below a form, by what stands on it."""
        with self.page.expect_navigation():
            self.page.locator("main form button").filter(has_text=words).last.click()
        self.clicks += 1

    def fill(self, name: str, text: str) -> None:
        """A click into the field, and the letters."""
        self.page.fill(f"main [name={name}]", text)
        self.clicks, self.keys = self.clicks + 1, self.keys + len(text)

    def scan(self, text: str) -> None:
        """What a reader types where the cursor stands, with Enter; nothing is clicked."""
        self.page.keyboard.type(f"{text}\n")
        self.keys += len(text) + 1

    def choose(self, name: str, label: str = "", **which: object) -> None:
        """An entry of a list; `label` without the space before it that shows what lies below what."""
        chosen = self.page.locator(f"main [name={name}]")
        if label:
            which = {"index": [each.strip() for each in chosen.locator("option").all_text_contents()].index(label)}
        chosen.select_option(**which)
        self.clicks += 2

    def find_unit(self, name: str, label: str) -> None:
        """A unit: from a list where there are few, else by some letters of what it is called; the only one found is chosen already."""
        if self.page.locator(f"main select[name={name}]").count():
            self.choose(name, label=label)
            return
        self.fill(f"{name}-search", label)
        self.page.locator(f"main button[name=search][value={name}]").first.click()
        self.clicks += 1
        found = self.page.locator(f"main input[type=radio][name={name}]")
        found.first.wait_for()
        if found.count() > 1:
            self.tick(label)

    def tick(self, label: str, number: int = 0) -> None:
        """A box or a round button, by what stands beside it; the `number`th of that name."""
        self.page.locator("main").get_by_label(label).nth(number).check()
        self.clicks += 1

    def upload(self, name: str, file: Path) -> None:
        """A click that opens the window of the computer, and two in it."""
        self.page.set_input_files(f"main [name={name}]", file)
        self.clicks += 3

    def meanwhile(self, *statements: str) -> None:
        """What is done in the database, such as to let days go by."""
        with sqlite3.connect(self.database) as connection:
            for each in statements:
                connection.execute(each)

    def sees(self, words: str) -> None:
        """The job is done only when the page says so."""
        self.page.locator("main", has_text=words).wait_for()


def job(name: str, who: str):
    """Declare an everyday job of `who`."""

    def declare(does):
        JOBS[name] = (who, does)
        return does

    return declare
