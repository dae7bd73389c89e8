"""Whoever runs the portal and whoever audits it meets no resident: not on any page, list or file that they are led to (docs/adr/0038)."""

import re
from collections import Counter
from html import unescape
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZipFile

from sqlalchemy import select

from portal.accounts.models import User
from portal.extensions import db
from portal.people.models import Person
from portal.permissions import ADMINISTRATOR, AUDITOR
from portal.records.people import Contact
from portal.testing.client import PortalClient
from portal.testing.conformance import report
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.tried import count

ALIKE = 3  # pages that differ only in a number
OPEN_TO_ALL = ("/public/", "/check/", "/static/", "/logout")
HAN = re.compile(r"[㐀-鿿·]+")


def test_who_runs_it_and_who_audits_meet_no_resident(subject: Subject, office: Office, record_property):
    office.put(subject, "on")
    private, found, opened = _private(), [], 0
    for role in (ADMINISTRATOR, AUDITOR):
        for path, text in _led_to(office.client(role), subject):
            opened += 1
            found += [f"{path} shows {role} {each}" for each in _shown(text, private)]
    count(record_property, subject.key, "aloof", opened)
    report(found)


def _private() -> set[str]:
    """Names, numbers, telephones and addresses of everybody in the demo, without the names that somebody with an account has, too."""
    people = [*db.session.scalars(select(Person)), *db.session.scalars(select(Contact)).unique()]
    told = {value for each in people for value in _of(each) if value}
    return told - set(db.session.scalars(select(User.name)))


def _of(each: Person | Contact) -> tuple[str | None, ...]:
    return each.name, each.id_number, each.phone, each.address


def _shown(text: str, private: set[str]) -> set[str]:
    """What of `private` stands in `text`; names of two characters by themselves only."""
    words = set(HAN.findall(text))
    return {each for each in private if (each in text if len(each) > 2 else each in words)}


def _led_to(client: PortalClient, subject: Subject):
    """Address and text of every page and file, from the work desk along all links, and of the plugin's own lists, linked or not."""
    own = [each.rule for each in subject.rules if "GET" in each.methods and not each.arguments]
    waiting, met, alike = ["/", *own], set(), Counter()
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"\d+", "N", path)
        alike[kind] += path not in met
        if path in met or alike[kind] > ALIKE:
            continue
        met.add(path)
        answer = client.get(path)
        if answer.status_code != 200:
            continue
        yield path, _text(answer.data)
        if answer.mimetype == "text/html":
            links = re.findall(r'href="([^"]+)"', answer.get_data(as_text=True))
            waiting += [each for each in map(_inside, map(unescape, links)) if each]


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
