"""A step: declared once, asked before it is offered and taken, and written down."""

import pytest

from portal.errors import NotAllowed, RuleError, WrongState
from portal.records import Moved, State, States, step
from portal.records.record import steps_of
from portal.records.steppable import Steppable
from tests.records.somebody import Somebody


class Paper(Steppable):
    """Something with a state, a right and a timeline, without a database."""

    states = States(State("draft", "草稿", open=True), State("signed", "已签", "ok"))
    blot = ""

    def __init__(self):
        self.status, self.written, self.asked = "draft", [], []

    def allows(self, user, permission):
        return permission in user

    def entrusted_to(self, user, permission):
        return permission in user

    def ask_plugins(self, verb, by):
        self.asked.append(verb)

    def move(self, verb, to="", *, by, note="", title=""):
        self.status = to or self.status
        self.written.append((verb, self.status, note, title))

    @step("签字", of="draft", to="signed", needs="paper.sign", unless=lambda paper: paper.blot)
    def sign(self, *, by, note=""):
        return note

    @step("盖章", of="signed", needs="paper.sign", not_by={"signer_id": "签字人"})
    def seal(self, *, by):
        """By another."""

    @step("复印", needs="paper.view", verb="copied")
    def copy(self, count, *, by):
        return Moved(f"{count} 份", made=["页"] * count, title="复印件", then=lambda: self.written.append("then"))

    @step("作废", of="signed", to="draft", needs=None)
    def void(self, *, by):
        """Only jobs."""


SIGNER, READER = Somebody({"paper.sign", "paper.view"}), Somebody({"paper.view"})


@pytest.fixture
def paper() -> Paper:
    return Paper()


def test_on_the_class_it_is_the_declaration():
    assert (Paper.sign.label, Paper.sign.of, Paper.sign.to, Paper.sign.verb) == ("签字", ("draft",), "signed", "sign")
    assert list(steps_of(Paper)) == ["sign", "seal", "copy", "void"]


def test_on_the_row_it_is_taken_and_written_down(paper):
    paper.sign(by=SIGNER, note="同意")
    assert (paper.status, paper.written, paper.asked) == ("signed", [("sign", "signed", "同意", "")], ["sign"])


def test_what_was_made_is_answered_and_what_follows_comes_after_the_entry(app, paper):
    with app.app_context():
        assert paper.copy(2, by=READER) == ["页", "页"]
    assert paper.written == [("copied", "draft", "2 份", "复印件"), "then"]


def test_the_state_is_asked_before_the_right(paper):
    paper.status = "signed"
    with pytest.raises(WrongState, match="已签"):
        paper.sign(by=READER)


def test_without_the_right_nothing_is_written(paper):
    with pytest.raises(NotAllowed):
        paper.sign(by=READER)
    assert paper.written == []


def test_what_stands_against_it_is_said_in_its_own_words(paper):
    paper.blot = "纸上有墨迹。"
    with pytest.raises(RuleError, match="墨迹"):
        paper.sign(by=SIGNER)
    assert not Paper.sign.is_open_to(SIGNER, paper)


def test_who_took_the_earlier_step_is_not_offered_the_next_and_hears_why(paper):
    signer, another = Somebody.numbered(7, SIGNER), Somebody.numbered(8, SIGNER)
    paper.sign(by=signer)
    paper.signer_id = signer.id
    assert not Paper.seal.is_open_to(signer, paper)
    with pytest.raises(NotAllowed, match="您是签字人，不能自己办“盖章”"):
        paper.seal(by=signer)
    assert Paper.seal.is_open_to(another, paper)
    paper.seal(by=another)
    assert paper.written[-1][0] == "seal"


def test_it_is_offered_to_whoever_may_take_it_now(paper):
    assert Paper.sign.is_open_to(SIGNER, paper)
    assert not Paper.sign.is_open_to(READER, paper)
    paper.status = "signed"
    assert not Paper.sign.is_open_to(SIGNER, paper)


def test_a_step_of_jobs_is_offered_to_nobody_and_needs_no_right(paper):
    paper.status = "signed"
    assert not Paper.void.is_open_to(SIGNER, paper)
    paper.void(by=None)
    assert paper.status == "draft"


def test_an_objection_may_be_an_error_of_its_own(paper):
    paper.blot = WrongState("已经作废。")
    with pytest.raises(WrongState, match="作废"):
        paper.sign(by=SIGNER)
    assert not Paper.sign.is_open_to(SIGNER, paper)


def test_it_knows_its_arguments_by_name():
    assert Paper.sign.takes("note")
    assert not Paper.sign.takes("count")


@pytest.mark.parametrize("wrong", [{"of": "daft"}, {"of": "draft", "to": "singed"}])
def test_a_step_between_states_that_are_none_is_refused_when_it_is_declared(wrong):
    with pytest.raises(ValueError, match=r"step .*Note.stamp: \['(daft|singed)'\] are no states"):

        class Note(Steppable):
            states = Paper.states

            @step("盖章", needs="paper.sign", **wrong)
            def stamp(self, *, by): ...


def test_a_record_whose_line_for_the_pages_of_steps_is_a_method_is_refused():
    with pytest.raises(ValueError, match=r"Slip\.about is a method"):

        class Slip(Steppable):
            states = Paper.states

            def about(self, day): ...
