"""Every page a role can reach from its desk, by links alone, as the demo shows them."""

import re
from collections import Counter, deque
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from tests.browsers.wire import Answer, Wire

ROLES = ("clerk", "mediator", "grid", "director", "department", "district", "auditor")
OF_A_KIND = 2  # pages that differ only in the record they show
FILTER = re.compile(r"[?&](\w+)=")
NUMBER = re.compile(r"\d+|(?<=/check/)[A-Z0-9]+")


@dataclass(frozen=True)
class Found:
    """A page, who saw it, and the page with the link."""

    role: str
    path: str
    source: str
    answer: Answer

    @property
    def kind(self) -> str:
        return kind_of(self.path)

    @property
    def is_page(self) -> bool:
        return self.answer.status == 200 and self.answer.headers.get("Content-Type", "").startswith("text/html")


def kind_of(path: str) -> str:
    """The address without its numbers and filters: /cases/12?x=1 is of the kind /cases/#."""
    return NUMBER.sub("#", urlsplit(path).path)


def crawl(address: str, role: str) -> list[Found]:
    """All kinds of pages within reach of `role`; without a role, of a stranger."""
    wire = Wire(address)
    if role:
        wire.sign_in(role)
    start = "/" if role else "/login"
    found, seen, met, waiting = [], {start}, Counter(), deque([(start, "")])
    while waiting:
        path, source = waiting.popleft()
        page = Found(role, path, source, wire.get(path))
        found.append(page)
        for link in links(page) if page.is_page else ():
            shape = kind_of(link), tuple(sorted(FILTER.findall(link)))
            if link not in seen and met[shape] < OF_A_KIND:
                met[shape] += 1
                seen.add(link)
                waiting.append((link, path))
    return found


def links(page: Found) -> list[str]:
    """Where the links of a page and its search forms lead, within the portal."""
    hrefs = page.answer.tree.xpath("//a/@href | //form[not(@method)]/@action")
    joined = (urljoin(page.path, href.partition("#")[0]) for href in hrefs if not href.startswith("data:"))
    return list(dict.fromkeys(url for url in joined if url.startswith("/")))
