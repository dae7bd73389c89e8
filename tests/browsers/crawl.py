"""Every page a role can reach from its desk, by links alone, as the demo shows them."""

import re
from collections import Counter, deque
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from tests.browsers.wire import Answer, Wire

ROLES = ("clerk", "mediator", "grid", "director", "department", "district", "administrator", "auditor")
OF_A_KIND = 2  # pages that differ only in the record they show
FILTER = re.compile(r"[?&](\w+=[a-z_]*)")  # with its value where that is a word
NUMBER = re.compile(r"\d+|(?<=/check/)[A-Z0-9]+")
STATE = "ancestor-or-self::tr[1]//span[starts-with(@class, 'status is-')]//text()"


@dataclass(frozen=True)
class Found:
    """A page, who saw it, the page with the link, and the state of the record as that page names it."""

    role: str
    path: str
    source: str
    state: str
    answer: Answer

    @property
    def kind(self) -> tuple[str, str]:
        """The address without numbers and filters, and the state."""
        return kind_of(self.path), self.state

    @property
    def leads_on(self) -> bool:
        """Whether it only leads to another page of the portal (not back to the sign-in page)."""
        led = self.answer.headers.get("Location", "")
        return self.answer.status in (302, 303) and led.startswith("/") and not led.startswith("/login")

    @property
    def is_page(self) -> bool:
        return self.answer.status == 200 and self.answer.headers.get("Content-Type", "").startswith("text/html")


def kind_of(path: str) -> str:
    """The address without its numbers and filters: /cases/12?x=1 is of the kind /cases/#."""
    return NUMBER.sub("#", urlsplit(path).path)


def crawl(address: str, role: str, *more: str) -> list[Found]:
    """All kinds of pages within reach of `role`, from the desk and from `more`; without a role, of a stranger. A record
    in another state is another kind."""
    wire = Wire(address)
    if role:
        wire.sign_in(role)
    starts = ["/" if role else "/login", *more]
    found, seen, met, waiting = [], set(starts), Counter(), deque((path, "", "") for path in starts)
    while waiting:
        path, source, state = waiting.popleft()
        page = Found(role, path, source, state, wire.get(path))
        found.append(page)
        for link, beside in links(page).items() if page.is_page or page.leads_on else ():
            shape = kind_of(link), tuple(sorted(FILTER.findall(link))), beside
            if link not in seen and met[shape] < OF_A_KIND:
                met[shape] += 1
                seen.add(link)
                waiting.append((link, path, beside))
    return found


def links(page: Found) -> dict[str, str]:
    """Where the links of a page and its search forms lead, within the portal, and the state that stands beside each."""
    found: dict[str, str] = {}
    if (led := page.answer.headers.get("Location", "")).startswith("/"):
        return {led: page.state}
    for element in page.answer.tree.xpath("//a[@href] | //form[(not(@method) or @role='search') and @action]"):
        href = element.get("href") or element.get("action")
        url = urljoin(page.path, href.partition("#")[0])
        if url.startswith("/") and not href.startswith("data:"):
            found.setdefault(url, NUMBER.sub("#", "".join(element.xpath(STATE)).strip()))
    return found
