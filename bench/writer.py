"""A clerk who registers case after case on a server that may fall silent, and does not give up."""

from collections.abc import Callable
from time import sleep

from bench.office import Office, form_of
from portal.demo.names import NameBook
from portal.testing.cast import PASSWORD
from portal.testing.client import Page
from tests.browsers.wire import Answer, Wire

TITLE = "混乱"  # how the titles begin


class Writer:
    """Number `number` of them, at the portal of `address`."""

    def __init__(self, place: Office, address: str, number: int):
        self.unit, self.number = place.cast.unit_ids["taixing"], number
        self.browser, self.book, self.signed_in = Wire(address), NameBook(number + 100), False
        self.blank: dict[str, str] = {}

    def form(self, title: str) -> dict[str, str]:
        """A form to register a case called `title`, filled, with keys of its own."""
        person = self.book.person()
        return _until_it_works(self._empty) | {
            "unit_id": self.unit,
            "title": title,
            "description": title,
            "kind": "0201",
            "level": "minor",
            "source": "visit",
            "applicants-0-kind": "person",
            "applicants-0-name": person.name,
            "applicants-0-id_number": person.id_number,
        }

    def send(self, form: dict[str, str]) -> Answer:
        """Once."""
        return self.browser.post("/cases/new", form)

    def insist(self, form: dict[str, str]) -> str:
        """The address of the case: the same form again, until somebody answers. Empty when it is refused in words (a namesake, say)."""

        def acknowledged() -> str:
            answer = self.send(form)
            if answer.status >= 500:
                raise OSError(answer.status)
            return answer.headers.get("Location", "")

        return _until_it_works(acknowledged)

    def _empty(self) -> dict[str, str]:
        if not self.signed_in:
            token = form_of(self.browser.get("/login").text)["csrf_token"]
            answer = self.browser.post("/login", {"csrf_token": token, "username": "clerk", "password": PASSWORD})
            if answer.status != 303:
                raise OSError(f"sign-in says {answer.status}")
            self.signed_in = True
        answer = self.browser.get("/cases/new")
        if not self.blank:
            page = Page(None, answer.tree)
            self.blank = page.fields(page.form())
        return self.blank | form_of(answer.text)


def _until_it_works(work: Callable):
    while True:
        try:
            return work()
        except (OSError, ValueError, IndexError):  # nobody there, or cut off in the middle of the answer
            sleep(0.05)
