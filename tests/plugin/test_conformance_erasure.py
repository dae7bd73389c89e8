"""The conformance suite finds what still names somebody who was erased, unless it was said that it must stay."""

import pytest

from plugins.heroes.samples import DEEDS
from portal.documents.models import Document
from portal.extensions import db
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.test_erasure import left


@pytest.fixture
def hero(stage):
    """Of a deed of which a paper was printed."""
    deed = DEEDS.bring("nominated", stage)
    db.session.commit()
    paper = Document.issue(
        deed,
        "letter",
        f"%PDF-1.7 {deed.heroes[0].name}".encode(),
        by=stage.users["clerk"],
        check_code="A" * 12,
        title="信",
    )
    db.session.commit()
    return deed.heroes[0], paper


def test_a_row_and_a_paper_with_the_name_are_named(hero, app):
    said = set(left(Subject("heroes", app), "他", [hero[0].name], ["姓名已删除。"]))
    assert "the paper 信 (letter) names 他 after the erasure, and nothing says that it must stay" in said
    assert "heroes_hero.name names 他 after the erasure, and nothing says that it must stay" in said


def test_what_must_stay_is_said_and_passes(hero, app):
    assert list(left(Subject("heroes", app), "他", [hero[0].name], ["文书依照档案法保存。"])) == []
