"""No address of the core or of a plugin tells a whole number or telephone to somebody who may not see them in full, whatever form the answer has; and
nothing of anybody to who administers and who audits. Papers name people by law: those are read as what they are set from, of the latter two."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.extensions import db
from portal.people.models import Person
from portal.permissions import ADMINISTRATOR, AUDITOR
from portal.testing.conformance import report
from portal.testing.conformance.office import Office
from portal.testing.conformance.offices import person
from portal.testing.conformance.records import Records
from portal.testing.conformance.subject import Subject
from tests.leaks.said import text_of
from tests.security.test_nothing_in_the_files import numbers_in, pieces
from tests.security.test_nothing_in_the_open import Known

pytestmark = pytest.mark.xdist_group("conformance")
ALOOF = (ADMINISTRATOR, AUDITOR)
BY_DAY = 150  # addresses; at night all
OTHERS = ("static", "signing_in.new_factor")


@pytest.mark.parametrize("most", [BY_DAY, pytest.param(100_000, marks=pytest.mark.thorough)])
def test_no_address_tells_what_its_reader_may_not_see(office: Office, most, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    known, names = Known(), _names()
    renderer, tried, asked, found = office.app.extensions["portal_renderer"], 0, 0, []
    for role, path in _addresses(office, most):
        renderer.asked.clear()
        answer = office.client(role).get(path)
        tried, asked = tried + 1, asked + (answer.status_code == 200)
        text = text_of(answer.get_data(), answer.mimetype)
        told = "\n".join([text, *(renderer.asked if role in ALOOF else ())])
        found += [f"{path} as {role} tells {each[:3]}…" for each in numbers_in(told.encode(), known.whole)]
        found += [f"{path} as {role} names {each[0]}…" for each in names if role in ALOOF and each in told]
    assert asked > tried / 6
    report(found)
    left = [each for each in Path(tmp_path).rglob("*") if each.is_file()]
    report(
        f"{each.name} is left and tells a number"
        for each in left
        if any(numbers_in(piece, known.whole) for piece in pieces(each))
    )


def _addresses(office: Office, most: int) -> Iterator[tuple[str, str]]:
    """`(role, address)`: each rule with records that the role sees, drawn alike each time."""
    rules = [
        each for each in office.app.url_map.iter_rules() if "GET" in each.methods and not each.endpoint.endswith(OTHERS)
    ]
    rooms: dict[str, Records] = {}
    rules = random.Random(1).sample(sorted(rules, key=lambda rule: rule.rule), min(most, len(rules)))
    for rule in rules:
        room = rule.endpoint.partition(".")[0]
        records = rooms.setdefault(room, Records(Subject(room, office.app)))
        for role in (*ALOOF, "grid"):
            yield from ((role, path) for path in records.addresses(rule, person(f"own_{role}"))[0])


def _names() -> set[str]:
    """Of residents, as far as nobody with an account, and no other word, is called so."""
    found = db.session.scalars(select(Person.name).where(Person.erased_at.is_(None)))
    return {each for each in found if len(each) > 2} - set(db.session.scalars(select(User.name)))
