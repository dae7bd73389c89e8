"""A person in front of a browser, who finds things by the words on the page and notes what goes wrong."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from portal.testing.browser import PATIENCE_MS
from portal.testing.cast import PASSWORD

PHONE = {"width": 360, "height": 740}
MEASURE = """() => ({
    width: document.documentElement.scrollWidth,
    blank: [...document.querySelectorAll('.icon')]
        .filter(icon => getComputedStyle(icon).webkitMaskImage.startsWith('linear-gradient'))
        .map(icon => icon.className),
})"""

expect.set_options(timeout=PATIENCE_MS)


def words(text: str) -> re.Pattern:
    """Exactly this text, however it is spaced; the word after required fields does not count."""
    return re.compile(r"^\s*" + r"\s*".join(map(re.escape, text.replace(" ", ""))) + r"(必填)?\s*$")


class Visitor:
    """One browser profile with one open page. `troubles` collects errors of scripts, requests and answers."""

    def __init__(self, context: BrowserContext):
        context.set_default_timeout(PATIENCE_MS)
        self.context = context
        self.troubles: list[str] = []
        self._allowed: set[int] = set()
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        self.page: Page = context.new_page()

    def sign_in(self, username: str) -> None:
        self.open("/login")
        self.sign_in_here(username)
        expect(self.page.locator(".topbar .me[href='/account']")).to_be_visible()

    def sign_in_here(self, username: str) -> None:
        """On the sign-in page that is shown."""
        self.fill("账号", username)
        self.fill("密码", PASSWORD)
        self.press("登录")

    def open(self, path: str) -> None:
        self.page.goto(path)

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press the button with this name."""
        (within or self.page.locator("main")).get_by_role("button", name=words(name)).click()

    def follow(self, name: str) -> None:
        """Follow the first link with this name."""
        self.page.locator("main").get_by_role("link", name=words(name)).first.click()

    def fill(self, label: str, value: str, within: Locator | None = None) -> None:
        self.control(label, within).fill(value)

    def choose(self, label: str, value: str, within: Locator | None = None) -> None:
        """An entry of a drop-down list, by its words."""
        control = self.control(label, within)
        control.wait_for()
        words = control.locator("option").all_inner_texts()
        control.select_option(index=[word.strip("　 \n") for word in words].index(value))

    def pick(self, group: str, option: str) -> None:
        """One of several round buttons, or a box to tick, in a named group."""
        self.control(option, self.page.get_by_role("group", name=group)).check()

    def control(self, label: str, within: Locator | None = None) -> Locator:
        """The control with this label; the word after required fields does not count."""
        place = within or self.page.locator("main")
        return place.get_by_label(words(label)).or_(
            place.get_by_role("combobox", name=words(label))
        )  # a label around its list

    def fits_a_phone(self) -> None:
        """The page that is shown can be read at 360 pixels without scrolling sideways, and no icon is blank."""
        wide = self.page.viewport_size
        self.page.set_viewport_size(PHONE)
        found = self.page.evaluate(MEASURE)
        self.page.set_viewport_size(wide)
        assert found == {"width": PHONE["width"], "blank": []}, f"{self.page.url}: {found}"

    def typed(self) -> dict[str, str]:
        """What stands in the fields of the page, without the hidden ones."""
        fields = self.page.locator("main form.panel").locator(
            "input:not([type=hidden]):not([type=radio]), textarea, select"
        )
        return {field.get_attribute("name"): field.input_value() for field in fields.all()}

    def links(self) -> list[str]:
        """Addresses of all links."""
        return [link.get_attribute("href") for link in self.page.get_by_role("link").all()]

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def download(self, name: str) -> str:
        """The text of the PDF behind the link, with all space taken out; as the browser got it."""
        link = self.page.locator("main").get_by_role("link", name=words(name)).first
        with self.page.expect_download() as waiting:
            link.click(modifiers=["Alt"])  # saves instead of opening the viewer
        pages = PdfReader(io.BytesIO(waiting.value.path().read_bytes())).pages
        return "".join("".join(page.extract_text().split()) for page in pages)

    def status_of(self, path: str) -> int:
        """What the portal answers this browser at `path`."""
        return self.context.request.get(path, max_redirects=0).status

    @contextmanager
    def expecting(self, *codes: int) -> Iterator[None]:
        """Meanwhile answers with these codes are no trouble."""
        self._allowed = set(codes)
        yield
        self.page.wait_for_load_state()
        self._allowed = set()

    def _heard(self, message) -> None:
        allowed = any(f"status of {code}" in message.text for code in self._allowed)
        if message.type in ("error", "warning") and not allowed:
            self.troubles.append(f"console: {message.text} ({message.location.get('url')})")

    def _failed(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # leaving a page or saving a file ends requests, too
            self.troubles.append(f"request: {request.method} {request.url} {request.failure}")

    def _answered(self, response) -> None:
        if response.status >= 400 and response.status not in self._allowed:
            self.troubles.append(f"answer: {response.status} {response.request.method} {response.url}")
