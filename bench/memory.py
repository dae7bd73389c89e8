"""What the portal holds in memory with one renderer, as a small office runs it: after the start, after two hundred pages by
people in four roles, after a first resident is registered (pinyin is read then), and after a paper is printed.

`server_mb` and `renderer_mb` are what each process holds for itself with its share of what both use.
"""

import os
import re
from itertools import cycle, islice
from pathlib import Path

from bench.measuring import children_of, report
from bench.office import Office, form_of
from portal.demo.names import NameBook
from tests.browsers.demo import demo_portal
from tests.browsers.wire import Wire

PAGES, BUDGET_MB = 200, 250
ROLES = ("clerk", "director", "mediator", "grid")
PATHS = (
    "/",
    "/cases",
    "/cases?status=open&sort=due",
    "/cases/{number}",
    "/cases/new",
    "/people",
    "/mediation/disputes",
    "/search?q=张",
)


def measure(place: Office) -> None:
    """The four moments."""
    before = set(children_of(os.getpid()))
    with demo_portal(place.folder / "demo") as address:
        (server,) = set(children_of(os.getpid())) - before
        _tell("started", server)
        people = {role: _signed_in(address, role) for role in ROLES}
        steps = islice(zip(cycle(people.values()), cycle(PATHS), range(1, PAGES + 1), strict=False), PAGES)
        for browser, path, number in steps:
            browser.get(path.format(number=number % 20 + 1))
        _tell(f"{PAGES} pages", server)
        _register(people["clerk"])
        _tell("a resident registered", server)
        _print(people["mediator"])
        _tell("a paper printed", server)


def _tell(moment: str, server: int) -> None:
    held, rendering = _megabytes(server), sum(_megabytes(child) for child in children_of(server))
    report(
        "memory", moment=moment, server_mb=held, renderer_mb=rendering, total_mb=held + rendering, budget_mb=BUDGET_MB
    )


def _megabytes(pid: int) -> float:
    """The process's own memory and its share of what it has in common with others."""
    shares = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(shares[1]) / 1024


def _signed_in(address: str, role: str) -> Wire:
    browser = Wire(address)
    browser.sign_in(role)
    return browser


def _register(clerk: Wire) -> None:
    page, person = clerk.get("/cases/new"), NameBook(5).person()
    unit = page.tree.xpath("string((//select[@name='unit_id']/option/@value)[1])")
    answer = clerk.post(
        "/cases/new",
        form_of(page.text)
        | {
            "unit_id": unit,
            "title": "噪音",
            "description": "夜间施工。",
            "kind": "0201",
            "level": "minor",
            "source": "visit",
            "mediation_0-wish": "",
            "applicants-0-kind": "person",
            "applicants-0-name": person.name,
            "applicants-0-id_number": person.id_number,
        },
    )
    assert answer.status == 303, answer.text


def _print(mediator: Wire) -> None:
    disputes = mediator.get("/mediation/disputes").tree.xpath("//a[contains(@href, '/mediation/disputes/')]/@href")
    papers = [url for dispute in disputes for url in mediator.get(dispute).tree.xpath("//a[@target='_blank']/@href")]
    answer = mediator.get(papers[0])
    assert answer.status == 200, answer.text
