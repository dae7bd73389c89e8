"""A right counts only where it was given: people with several offices get in each unit what one office there allows."""

from contextlib import contextmanager

import pytest
from flask import Response
from werkzeug.routing import Rule

from portal.extensions import db
from portal.home import frame
from portal.testing.conformance import report
from portal.testing.conformance.office import Office
from portal.testing.conformance.offices import Offices, person
from portal.testing.conformance.records import Records
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.tried import count
from portal.testing.unset import Unset
from portal.web.http import error_pages


@contextmanager
def nothing_kept(office: Office):
    """Every step may be tried: nothing is committed, no form needs its token; and what is not compared is not made:
    papers, menus, the pages that refuse."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame, "navigation", list)
        patch.setattr(error_pages, "page", lambda code, detail="": Response(detail, code))
        patch.setattr(db.session, "commit", db.session.flush)
        patch.setitem(office.app.extensions, "portal_renderer", Unset())
        patch.setitem(office.app.config, "WTF_CSRF_ENABLED", False)
        yield


def test_an_office_elsewhere_adds_nothing(subject: Subject, office: Office, record_property):
    office.put(subject, "on")
    with nothing_kept(office):
        report(walked(subject, office, record_property))


def walked(subject: Subject, office: Office, record_property) -> list[str]:
    """What was found by asking everything of `subject`, of records that each role sees and of one that it does not; a step of one record
    only, for its page is asked of all."""
    offices, records = Offices(office, subject), Records(subject)
    for rule, method in _asked(subject):
        for role in _asking(subject, office, rule):
            seen, unseen = records.addresses(rule, person(f"own_{role}"))
            for number, path in enumerate([*seen, *unseen] if method == "GET" else seen[:1]):
                offices.compare(
                    role, method, path, away=("far", "near") if method == "GET" and not number else ("far",)
                )
    for rule, method in _asked(subject):
        for role in _asking(subject, office, rule) if method == "POST" and subject.only_asks(rule, method) else ():
            for words in offices.words:
                offices.compare(role, method, rule.rule, q=words)
    count(record_property, subject.key, "answers", offices.compared)
    return offices.complaints


def _asking(subject: Subject, office: Office, rule: Rule) -> list[str]:
    """Roles that the view lets in, and two of those that it refuses: all of these are answered alike."""
    allowed = office.may(subject.guard(rule))
    refused = [each for each in subject.roles if each not in allowed]
    return [each for each in subject.roles if each in allowed or each in (*refused[:1], *refused[-1:])]


def _asked(subject: Subject):
    """`(rule, method)` of everything but what ends the session or is open to all."""
    for rule in sorted(subject.rules, key=lambda each: each.rule):
        for method in sorted(rule.methods & {"GET", "POST"}):
            guard = subject.guard(rule)
            if guard != "public" and (guard != "signed_in" or subject.only_asks(rule, method)):
                yield rule, method
