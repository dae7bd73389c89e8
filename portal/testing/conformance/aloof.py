"""What whoever runs the portal and whoever audits it are led to. Each page is opened once for all plugins: on the same data, and while the
same plugins are in effect, it is the same whichever of them is under examination."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZipFile

from sqlalchemy import select

from portal.accounts.models import User
from portal.extensions import db
from portal.people.models import Person
from portal.records.people import Contact
from portal.testing.client import PortalClient
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.visits import Visits

ALIKE = 3  # pages that differ only in a number
OPEN_TO_ALL = ("/public/", "/check/", "/static/", "/logout")
HAN = re.compile(r"[㐀-鿿·]+")


class Words:
    """Thousands of words that are looked for in texts; those of one or two characters by themselves only."""

    def __init__(self, words: set[str]):
        self._short = {each for each in words if len(each) <= 2}
        self._long = words - self._short
        self._begun = {each[:end] for each in self._long for end in range(1, len(each) + 1)}

    def within(self, text: str) -> set[str]:
        """Those that stand in `text`."""
        found = self._short & set(HAN.findall(text))
        for at in range(len(text)):
            end = at + 1
            while (piece := text[at:end]) in self._begun and end <= len(text):
                if piece in self._long:
                    found.add(piece)
                end += 1
        return found


@dataclass(frozen=True)
class Shown:
    """residents: what of residents stands on the page; links: where it leads. opened: it was no refusal."""

    opened: bool
    residents: frozenset[str]
    links: tuple[str, ...]


@dataclass
class Aloof:
    """The pages of one office, as each of these roles gets them."""

    visits: Visits
    _kept: dict[tuple, Shown] = field(default_factory=dict)

    def pages(self, client: PortalClient, role: str, subject: Subject) -> Iterator[tuple[str, Shown]]:
        """Address and contents of every page and file, from the work desk along all links, and of the plugin's own lists, linked or not."""
        own = [each.rule for each in subject.rules if "GET" in each.methods and not each.arguments]
        waiting, met, alike, state = ["/", *own], set(), Counter(), self.visits.state()
        while waiting:
            path = waiting.pop(0)
            kind = re.sub(r"\d+", "N", path)
            alike[kind] += path not in met
            if path in met or alike[kind] > ALIKE:
                continue
            met.add(path)
            shown = self._page(client, role, path, state)
            if shown.opened:
                yield path, shown
                waiting += shown.links

    def _page(self, client: PortalClient, role: str, path: str, state: frozenset) -> Shown:
        """Not kept while a plugin is left out for being slow."""
        if (role, path, state) in self._kept:
            return self._kept[role, path, state]
        shown = self._looked_at(client.get(path))
        if not any(self.visits.office.app.extensions["portal_plugins"].patience.waiting()):
            self._kept[role, path, state] = shown
        return shown

    def _looked_at(self, answer) -> Shown:
        if answer.status_code != 200:
            return Shown(False, frozenset(), ())
        links = re.findall(r'href="([^"]+)"', answer.get_data(as_text=True)) if answer.mimetype == "text/html" else []
        led = tuple(each for each in map(_inside, map(unescape, links)) if each)
        return Shown(True, frozenset(self._private.within(_text(answer.data))), led)

    @cached_property
    def _private(self) -> Words:
        """Names, numbers, telephones and addresses of everybody in the demo, without the names that somebody with an account has, too."""
        people = [*db.session.scalars(select(Person)), *db.session.scalars(select(Contact)).unique()]
        told = {value for each in people for value in _of(each) if value}
        return Words(told - set(db.session.scalars(select(User.name))))


def _of(each: Person | Contact) -> tuple[str | None, ...]:
    return each.name, each.id_number, each.phone, each.address


def _inside(link: str) -> str:
    """The address without what is behind #; "" for one that everybody may open, and outside of the portal."""
    parts = urlsplit(link)
    if parts.netloc or not parts.path.startswith("/") or parts.path.startswith(OPEN_TO_ALL):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _text(data: bytes) -> str:
    if data[:2] == b"PK":
        with ZipFile(BytesIO(data)) as book:
            return "".join(book.read(name).decode(errors="ignore") for name in book.namelist())
    return data.decode(errors="ignore")
