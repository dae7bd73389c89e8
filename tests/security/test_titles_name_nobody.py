"""The title of a page stays in the history of a shared browser: of no record of any plugin, in no state, does it name a person in full,
neither on its page nor on those of its steps (portal.people.page_titles)."""

from collections.abc import Iterator

import pytest
from flask import current_app
from sqlalchemy import select

from portal.extensions import db
from portal.people.models import Person
from portal.records.mounted import all_mounted
from portal.records.mounting import StepPages
from portal.records.people import Contact
from portal.records.samples import Samples, Stage
from portal.testing.conformance import report
from portal.testing.conformance.access import combinations

pytestmark = pytest.mark.xdist_group("conformance")


def test_no_title_of_a_record_names_a_person(samples: tuple[Samples, ...], cast, stage: Stage, as_user):
    people = {name: cast[name] for name in cast.roles}
    tries = {(path, who) for kind in samples for who, path in _pages(kind, stage, people)}
    db.session.commit()
    titles = [(path, _title(as_user(who), path)) for path, who in sorted(tries)]
    names = {each for model in (Person, Contact) for each in db.session.scalars(select(model.name))}
    assert [title for _, title in titles if title]
    report(f"{path} is called {title!r}" for path, title in titles for name in names if name in title)


def _pages(kind: Samples, stage: Stage, people: dict) -> Iterator[tuple[str, str]]:
    """`(who, address)` of the page of a record of `kind`, and of those of its steps, in each state, for one of those it opens for."""
    for status in kind.reachable:
        record = kind.bring(status, stage)
        for step in [] if status else kind.steps:
            kind.ready(step, record, stage)
        db.session.flush()
        opened = {path: who for who, path, answer in combinations(kind, record, stage, people, set()) if answer == 200}
        yield from ((who, path) for path, who in opened.items())
        with current_app.test_request_context():
            shown = [pages.url(record) for pages in all_mounted(StepPages) if pages.model is kind.model]
        yield from ((who, path) for path in shown for who in set(opened.values()) or {"director"})


def _title(client, path: str) -> str:
    page = client.page(path)
    return "" if page.tree is None else page.tree.findtext(".//title")
