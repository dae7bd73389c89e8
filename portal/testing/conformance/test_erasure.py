"""After an erasure nothing of the plugin names the erased: no row, no paper, no file; unless it is said that something must stay."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.documents.models import Document
from portal.extensions import db
from portal.files import storage
from portal.files.models import Attachment
from portal.people import data_rights
from portal.people.models import Person
from portal.plugin import dispatch
from portal.records.mounted import all_mounted
from portal.records.papers import Paper, PaperPages
from portal.records.people import Contact
from portal.records.samples import Samples, Stage
from portal.testing.cast import Cast
from portal.testing.conformance import report
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.tried import count
from portal.testing.unset import Unset

SURNAMES, GIVEN = ("欧阳", "司徒", "上官", "诸葛"), "鹍翀霈彧堃翾昶玥"
KIT = ("core:records", "core:entitlements")
STAYS = re.compile("保存|保留|归档")


@dataclass
class Recalled(Stage):
    """A stage that remembers the residents it was asked for; their names are nobody else's."""

    met: list[Person] = field(default_factory=list)

    def resident(self, **fields: Any) -> Person:
        number = len(self.met)
        given = GIVEN[number % len(GIVEN)] + GIVEN[number // len(GIVEN) % len(GIVEN)]
        person = super().resident(**{"name": SURNAMES[number % len(SURNAMES)] + given} | fields)
        self.met.append(person)
        return person


def test_nothing_names_the_erased(
    plugin_key: str, samples: tuple[Samples, ...], cast: Cast, stage: Stage, as_user, app, record_property, monkeypatch
):
    monkeypatch.setitem(app.extensions, "portal_renderer", Unset())
    subject, recalled = Subject(plugin_key, app), Recalled(stage.users, stage.unit, stage.names)
    for kind in samples:
        for record in _done(kind, recalled):
            _print(kind, record, cast, as_user)
    known = [(person, person.name, _told_of(person)) for person in recalled.met]
    erased = [(name, words, told) for person, name, words in known if (told := _erased(subject, person)) is not None]
    db.session.commit()
    count(record_property, plugin_key, "erased", len(erased))
    report(["of the residents of the samples nobody could be erased"] if recalled.met and not erased else [])
    report(said for name, words, told in erased for said in left(subject, name, words, told))


def _done(kind: Samples, stage: Stage) -> Iterator[Any]:
    """A record in each state in which it is no longer under way, nor the case it came from."""
    for status in kind.reachable:
        record = kind.bring(status, stage)
        if (case := getattr(record, "case", None)) is not None and case.status == "reported":
            case.resolve("已办结。", by=stage.users["clerk"])
            case.archive(by=stage.users["clerk"])
        db.session.commit()
        if not getattr(record, "open", False):
            yield record


def _print(kind: Samples, record: Any, cast: Cast, as_user) -> None:
    """All papers that can be printed of it."""
    for pages in (each for each in all_mounted(PaperPages) if each.model is kind.model):
        for paper in pages.papers:
            who = next((name for name in cast.roles if record.allows(cast[name], paper.needs)), "")
            for rows in [(row,) for row in paper.rows(record)] if paper.rows else [()]:
                if who and not paper.objection(record, *rows):
                    as_user(who).get(_address(pages, paper, record, rows))


def _address(pages: PaperPages, paper: Paper, record: Any, rows: tuple) -> str:
    below = dict(zip(paper.idents, (each.id for each in rows), strict=True))
    address = current_app.url_map.bind("localhost")
    return address.build(f"{pages.bp.name}.print_{paper.kind}", {pages.ident: record.id, **below}, method="GET")


def _told_of(person: Person) -> list[str]:
    return [each for each in (person.name, person.id_number, person.phone) if each]


def _erased(subject: Subject, person: Person) -> list[str] | None:
    """What the plugin, and the kit for it, say when the resident is erased; None while something is under way. What is said of cases excuses
    nothing of a plugin."""
    person = db.session.get_one(Person, person.id)
    if data_rights.hindrance(person):
        return None
    with db.session.begin_nested() as tried:
        answers = dispatch.call("personal_data_erase", person=person)
        tried.rollback()
    data_rights.erase(db.session.get_one(Person, person.id), "测试", by=None)
    return [each for answer in answers if answer.plugin in (subject.key, *KIT) for each in answer.value]


def left(subject: Subject, name: str, words: list[str], told: list[str]) -> Iterator[str]:
    """A complaint for each row, paper and file of the plugin with one of `words` of the resident `name` in it, unless a sentence of those
    that were `told` says that something must stay."""
    if any(STAYS.search(each) for each in told):
        return
    own = [table.name for table in subject.tables]
    for table in (*subject.tables, Contact.__table__):
        for row in db.session.execute(select(table)).mappings():
            for column, value in row.items():
                if _names(words, value):
                    yield f"{table.name}.{column} names {name} after the erasure, and nothing says that it must stay"
    for kept in db.session.scalars(select(Document).where(Document.subject_kind.in_(own))):
        if _names(words, kept.title) or _names(words, storage.get(kept.sha256).decode(errors="ignore")):
            yield f"the paper {kept.title} ({kept.kind}) names {name} after the erasure, and nothing says that it must stay"
    for kept in db.session.scalars(select(Attachment).where(Attachment.subject_kind.in_(own))):
        if _names(words, kept.name):
            yield f"the file {kept.name} of {kept.subject_kind} names {name} after the erasure, and nothing says that it must stay"


def _names(words: list[str], value: Any) -> bool:
    return isinstance(value, str | list | dict) and any(each in str(value) for each in words)
