"""All that everybody finds in the demo: pages by links, what is printed on walls and papers, errors, refused forms."""

import re

import pymupdf
from lxml import etree

from tests.browsers.crawl import ROLES, Found, crawl
from tests.browsers.window import registered
from tests.browsers.wire import Answer, Wire

CODE = re.compile(r"\b[A-HJ-NP-Z2-9]{12}\b")
UNIT = re.compile(r"unit=(\d+)")
TOO_MUCH = 22 * 1024 * 1024


def everything(address: str) -> list[Found]:
    """The pages of every role, a developer among them, and of a stranger, who also scans the codes on the wall and on a
    paper."""
    found = [page for role in ROLES for page in crawl(address, role, *(["/styleguide"] if role == ROLES[0] else []))]
    return [*found, *crawl(address, "", _on_the_wall(found), _on_a_paper(found))]


def _on_the_wall(found: list[Found]) -> str:
    """The address in the code at the door of some unit."""
    tree = next(page for page in found if page.path.endswith("/tree") and page.is_page)
    return f"/public/{UNIT.search(tree.answer.text)[1]}"


def _on_a_paper(found: list[Found]) -> str:
    """The address in the code on the first paper that has one."""
    papers = (page.answer.content for page in found if page.path.endswith(".pdf") and page.answer.status == 200)
    texts = ("".join(sheet.get_text() for sheet in pymupdf.open(stream=paper)) for paper in papers)
    return next(f"/check/{code[0]}" for text in texts if (code := CODE.search(text)))


def errors(address: str) -> dict[str, Answer]:
    """A page of each kind of error that can be brought about from outside."""
    wire = Wire(address)
    wire.sign_in("clerk")
    sent = {"csrf_token": wire.get("/").tree.xpath("string(//input[@name='csrf_token']/@value)")}
    case = registered(wire, "占用通道")
    return {
        "400": wire.post("/logout", {"nothing": "1"}),
        "403": wire.get("/audit/"),
        "404": wire.get("/nowhere"),
        "405": wire.get("/logout"),
        "409": wire.post(f"{case}/acceptance", sent | {"row": "0"}),
        "413": wire.post(f"{case}/acceptance", sent | {"text": "x" * TOO_MUCH}),
    }


def to_be_filled(pages: list[Found]) -> dict[tuple[str, str], str]:
    """One page of each kind with a form in which something must be filled in; (kind, role) → path."""
    first: dict[str, Found] = {}
    for page in pages:
        if page.is_page and page.role and form_of(page) is not None:
            first.setdefault(page.kind[0], page)
    return {(kind, page.role): page.path for kind, page in first.items()}


def form_of(page: Found) -> etree._Element | None:
    """The form of the page's content with a mark for what is required."""
    forms = page.answer.tree.xpath("//main//form[@method='post'][.//*[@class='req']]")
    return forms[0] if forms else None


def refused(address: str, pages: list[Found]) -> dict[str, Answer]:
    """The answer to each of these forms when nothing is filled in."""
    wires: dict[str, Wire] = {}
    found = {}
    for (kind, role), path in to_be_filled(pages).items():
        if role not in wires:
            wires[role] = Wire(address)
            wires[role].sign_in(role)
        form = wires[role].get(path).tree.xpath("//main//form[@method='post'][.//*[@class='req']]")[0]
        hidden = {each.get("name"): each.get("value") or "" for each in form.xpath(".//input[@type='hidden']")}
        found[kind] = wires[role].post(form.get("action") or path, hidden)
    return found
