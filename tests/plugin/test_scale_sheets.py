"""The rule that an import can be taken back: rows that its form takes are guessed, entered by its page and undone, and what stays is named."""

from types import SimpleNamespace

import pytest

from plugins.mediation.models import Committee
from plugins.mediation.register import MEDIATORS
from portal.extensions import db
from portal.records import import_undoing
from portal.records.imports import Sheet, mark
from portal.testing.client import Page
from portal.testing.conformance.subject import Subject
from portal.testing.scale.sheet_rows import rows_for
from portal.testing.scale.sheets import Place, checked, entered_and_undone, kinds

WITH_IMPORTS = ("elder_care", "family_courses", "great_age", "heroes", "mediation", "owners_vote", "stewards")


@pytest.mark.parametrize("key", WITH_IMPORTS)
def test_the_form_of_each_import_takes_a_row_that_is_guessed(app, key):
    with app.test_request_context():
        for kind in kinds(Subject(key, app)):
            headings = [each.label.text for each in kind.fields()]
            sheet = Sheet(headings, list(enumerate(rows_for(kind), 2)))
            wrong = [said for _, _, said in kind.lines(sheet, kind.matching(headings, {})) if said]
            assert len(wrong) < len(sheet.rows), wrong
            assert {mark(each) for each in headings} == set(kind.matching(headings, {}))


@pytest.fixture
def place(app, cast, as_user) -> Place:
    committee = Committee.found(unit=cast.street, name="昭君街道人民调解委员会", by=None)
    db.session.commit()
    with app.test_request_context():
        headings = tuple(each.label.text for each in MEDIATORS.fields())
    return Place(MEDIATORS, f"/mediation/committees/{committee.id}/import/mediators", as_user("director"), headings)


@pytest.fixture
def report(app, place) -> Page:
    found, _ = checked(place, SimpleNamespace(app=app))
    return found


def test_what_is_taken_back_leaves_nothing(app, place, report):
    assert list(entered_and_undone(place, report, Subject("mediation", app))) == []


def test_what_stays_is_named(app, place, report, monkeypatch):
    monkeypatch.setattr(import_undoing, "take_back", lambda row: None)
    found = list(entered_and_undone(place, report, Subject("mediation", app)))
    assert [each for each in found if "was taken back, but mediation_mediator" in each], found
