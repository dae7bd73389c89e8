"""Who may open the pages of which steps, for every plugin of this repository: its part of the conformance suite is long, and goes to
a process of its own. That the steps can be taken is in test_conformance_database.py. Here is, too, that the suite finds fault."""

from dataclasses import replace

import pytest
from wtforms import StringField, TextAreaField

from plugins.heroes.forms import StatementForm
from plugins.heroes.models import Deed
from plugins.heroes.samples import DEEDS
from portal.records.forms import NoteForm
from portal.records.samples import Sample, Samples
from portal.testing.conformance.player import Player
from portal.testing.conformance.test_steps import (  # noqa: F401
    test_every_step_has_a_sample,
    test_pages_of_steps_open_for_whom_they_should,
)


@pytest.fixture
def player(cast, stage, as_user) -> Player:
    return Player(cast, stage, as_user)


def samples(**other) -> Samples:
    """The deeds', but for `other` samples by the names of their steps."""
    return Samples(
        Deed,
        {DEEDS.begun[0]: DEEDS.begun[1], **DEEDS.steps, **{getattr(Deed, name): each for name, each in other.items()}},
    )


def test_a_step_without_a_sample_is_named(app):
    some = Samples(Deed, {step: sample for step, sample in DEEDS.steps.items() if step is not Deed.commend})
    with pytest.raises(pytest.fail.Exception, match=r"the step 表彰 \(Deed.commend\) has no sample"):
        test_every_step_has_a_sample("heroes", (some,))


@pytest.mark.parametrize(
    ("step", "other", "complaint"),
    [
        ("accept", Sample("clerk"), "GET /heroes/deeds/1/acceptance answers 403 to clerk"),
        (
            "hold_review",
            replace(DEEDS.steps[Deed.hold_review], to="awaiting"),
            "it leads to 'proposed', not to 'awaiting'",
        ),
        (
            "decline",
            replace(DEEDS.steps[Deed.decline], past=None),
            "GET /heroes/deeds/1/refusal answers 422 to district",
        ),
        ("publish", Sample("district", {"notice": ""}), "POST /heroes/deeds/1/publication answers 422 to district: "),
        ("resume", Sample("director", {"reason": "取得鉴定意见。"}), "the page took another of its steps"),
        ("stop_publication", Sample("clerk", at="nominated"), "不能这样办理"),
    ],
)
def test_a_sample_that_does_not_do_is_complained_of(player, step, other, complaint):
    assert complaint in player.take(samples(**{step: other}), getattr(Deed, step))


@pytest.mark.parametrize(
    ("plain", "found"),
    [
        ({}, ["调查笔录 (Deed.take_statement): an ID number typed into witness stands in records_contact.name"]),
        ({"witness": "测试"}, []),
    ],
)
def test_a_box_that_keeps_an_id_number_is_complained_of(typist, monkeypatch, plain, found):
    monkeypatch.setattr(StatementForm, "witness", StringField("被询问人"))
    typist.take(samples(take_statement=replace(DEEDS.steps[Deed.take_statement], plain=plain)), Deed.take_statement)
    assert typist.found == found


def test_what_is_taken_out_before_the_store_is_not_complained_of(typist, monkeypatch):
    monkeypatch.setattr(NoteForm, "text", TextAreaField("说明"))
    typist.take(DEEDS, Deed.accept)
    assert typist.found == []
