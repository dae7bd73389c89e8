"""What a page costs: bytes over the wire, SQL statements, and CPU beside a bare page."""

import re

from bench import bare
from bench.measuring import alternating, report
from bench.office import Office, form_of
from portal.demo.names import NameBook
from portal.extensions import db
from portal.testing.statements import statements

ROUNDS = 40
BROWSER = {"Accept-Encoding": "gzip, br"}
SHOWN = 20


def measure(place: Office) -> None:
    """All of it."""
    clerk = place.browser("clerk")
    _bytes(place, clerk)
    _statements(clerk)
    _cpu(place, clerk)


def weight(answer) -> int:
    """Bytes of an answer as sent: headers and body."""
    return sum(len(name) + len(value) + 4 for name, value in answer.headers) + 17 + len(answer.data)


def _bytes(place: Office, clerk) -> None:
    stranger = place.app.test_client()
    for name, client, url in (
        ("sign-in", stranger, "/login"),
        ("desk", clerk, "/"),
        ("list", clerk, "/cases"),
        ("detail", clerk, "/cases/1"),
    ):
        answer = client.get(url, headers=BROWSER)
        assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get(url).get_data(as_text=True))
        page, built = weight(answer), sum(weight(client.get(each, headers=BROWSER)) for each in assets)
        report(
            "bytes",
            page=name,
            first_load=page + built,
            requests=1 + len(assets),
            again=page,
            encoding=answer.headers.get("Content-Encoding", "none"),
        )
    rows = clerk.get("/cases", headers=BROWSER | {"HX-Request": "true"})
    report("bytes", page="list rows by htmx", again=weight(rows), requests=1)


def _statements(clerk) -> None:
    for name, url in (("desk", "/"), ("list", "/cases?status=open"), ("detail", "/cases/1")):
        clerk.get(url)
        with statements() as sent:
            clerk.get(url)
        report("statements", page=name, count=len(sent))


def _cpu(place: Office, clerk) -> None:
    db.session.rollback()
    plain = bare.app(place.folder / "portal.db", SHOWN).test_client()
    for page, url in (("list", "/cases"), ("detail", "/cases/1")):
        for _ in range(3):
            clerk.get(url), plain.get(url)
        _ratio(page, alternating(ROUNDS, portal=lambda url=url: clerk.get(url), bare=lambda url=url: plain.get(url)))
    book = NameBook(1)
    forms = [_filled(place, clerk, book) for _ in range(ROUNDS + 3)]
    sender = place.app.test_client(use_cookies=False)  # keeps no messages of earlier answers, which nobody looked at
    signed_in = {"Cookie": f"portal_session={clerk.get_cookie('portal_session').value}"}

    def create():
        assert sender.post("/cases/new", data=forms.pop(), headers=signed_in).status_code == 303

    typed = {"title": "噪音", "description": "夜间施工。", "applicants-0-name": "张三"}
    for _ in range(3):
        create(), plain.post("/cases/new", data=typed)
    _ratio("create", alternating(ROUNDS, portal=create, bare=lambda: plain.post("/cases/new", data=typed)))


def _filled(place: Office, clerk, book: NameBook) -> dict[str, str]:
    person = book.person()
    return form_of(clerk.get("/cases/new").get_data(as_text=True)) | {
        "unit_id": place.cast.unit_ids["taixing"],
        "title": "噪音",
        "description": "夜间施工。",
        "kind": "0201",
        "level": "minor",
        "source": "visit",
        "mediation_0-wish": "",
        "applicants-0-kind": "person",
        "applicants-0-name": person.name,
        "applicants-0-id_number": person.id_number,
    }


def _ratio(page: str, medians: dict[str, float]) -> None:
    report(
        "cpu",
        page=page,
        portal_ms=medians["portal"],
        bare_ms=medians["bare"],
        ratio=medians["portal"] / medians["bare"],
    )
