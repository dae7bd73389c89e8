"""Forms of a plugin sent so that they are refused: empty, and with a resident who is known by name alone and cannot be entered.

What a refusal says is read by whoever fills the form again and again. It must not lead to a birthday.
"""

import re
from collections.abc import Iterator

from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.people.id_types import NONE
from portal.people.models import Person
from portal.testing.client import Page, PortalClient
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.walk import Walk

REFUSED = 422
WHO = {"name", "id_number", "id_type", "known"}  # a form with these boxes asks for a resident
AGE = re.compile(r"(?<![0-9])([0-9]{1,3}) ?周岁")
ASKED = 2  # residents tried on one form


class Refusals:
    """The refusals of one plugin. `seen`: how many were read."""

    def __init__(self, subject: Subject, walk: Walk, office: Office) -> None:
        self.subject, self.walk, self.office, self.told, self.seen = subject, walk, office, office.told, 0
        born = select(Person).where(Person.birth_date.is_not(None), Person.erased_at.is_(None))
        self.young = db.session.scalars(born.order_by(Person.birth_year.desc(), Person.id).limit(ASKED)).all()

    def complaints(self) -> Iterator[str]:
        """Of each form that posts to where its page stands, as the first role that may open it."""
        for rule in self.subject.rules:
            roles = self.office.may(self.subject.guard(rule)) if {"GET", "POST"} & rule.methods else []
            for path in self.walk.paths(rule)[:1] if "GET" in rule.methods and roles else []:
                yield from self._of(path, self.office.client(roles[0]))

    def _of(self, path: str, client: PortalClient) -> Iterator[str]:
        page = _opened(client, path)
        if page is None or not any((form.get("action") or path) == path for form in _posting(page)):
            return
        fields = page.fields(page.form(path))
        yield from self._read(client.fill(page, path, follow=False, **_emptied(fields)), path)
        if {name for name in WHO if name in fields or f"{name}-" in "".join(fields)} >= WHO - {"known"}:
            for who in self.young:
                yield from self._asked_for(page, path, client, who)

    def _asked_for(self, page: Page, path: str, client: PortalClient, who: Person) -> Iterator[str]:
        """`who` by name, without a document; then chosen among those who are offered."""
        known = {"name": who.name, "id_type": NONE, "id_number": "没有带来"}
        answer = client.fill(page, path, follow=False, **known)
        yield from self._read(answer, path)
        offered = answer.tree.xpath("//input[@name='known-who']/@value") if answer.tree is not None else []
        if chosen := next((each for each in offered if each.startswith(f"{who.id}:")), ""):
            yield from self._read(client.fill(answer, path, follow=False, known__who=chosen), path)

    def _read(self, answer: Page, path: str) -> Iterator[str]:
        if answer.status != REFUSED:
            return
        self.seen += 1
        yield from self.told.complaints(answer.response.get_data(as_text=True), f"refusal of {path}")
        for who in self.young:
            if who.name in answer.text and str(who.age_on(clock.today())) in AGE.findall(answer.text):
                yield f"refusal of {path} tells how old {who.name} is"


def _opened(client: PortalClient, path: str) -> Page | None:
    answer = client.get(path)
    return client._seen(answer) if answer.status_code == 200 and answer.mimetype == "text/html" else None  # noqa: SLF001


def _posting(page: Page) -> list:
    return [form for form in page.tree.iter("form") if (form.get("method") or "").lower() == "post"]


def _emptied(fields: dict) -> dict[str, str]:
    """Nothing in any box that was filled for the reader, but for what the server itself put there."""
    own = ("csrf_token", "_form", "_stands", "version")
    return {name.replace("-", "__"): "" for name in fields if name not in own}
