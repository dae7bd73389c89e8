"""What cannot work is refused where it is declared, in words that name the place."""

import pytest
from flask import Blueprint
from wtforms import StringField

from plugins.heroes.models import Deed, Roll
from portal.records import step
from portal.records.asking import Ask
from portal.records.beginning import mount_beginning
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.forms import PlainForm, ReasonForm
from portal.records.mounting import mount
from portal.records.ranges import Days
from portal.records.register import Register
from portal.web.forms import Form


class OtherForm(Form):
    """Says something, but not what the step asks for."""

    other = StringField("别的")


def mounted(**steps):
    return mount(Blueprint("heroes", __name__), Deed, at="/<int:deed_id>", show="heroes.show", **steps)


def test_an_objection_that_is_no_function():
    with pytest.raises(ValueError, match=r"step 受理: `unless` is a function of the record .* not '材料不全'"):
        step("受理", needs=None, unless="材料不全")


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (Ask(at="refusal"), r"NoteForm does not give it \['reason'\]"),
        (Ask(PlainForm, at="refusal"), r"PlainForm does not give it \['reason'\]"),
        (Ask(OtherForm, at="refusal"), r"OtherForm does not give it \['reason'\]"),
        (Ask(OtherForm, at="refusal", args=("reason",)), r"OtherForm has no field \['reason'\]"),
        (Ask(OtherForm, at="refusal", args=("other",)), r"OtherForm does not give it \['reason'\]"),
        (Ask(ReasonForm, at="refusal", error_at="reason"), r"ReasonForm has no field \['reason'\]"),
    ],
)
def test_a_form_that_lacks_an_argument_of_the_step(ask, why):
    with pytest.raises(ValueError, match=f"step Deed.decline: {why}"):
        mounted(steps={Deed.decline: ask})


def test_a_form_that_gives_what_the_step_does_not_take():
    with pytest.raises(ValueError, match=r"step Roll.publish: it does not take \['reason'\]"):
        mount(Blueprint("heroes", __name__), Roll, at="/<int:roll_id>", show="x", steps={Roll.publish: Ask(ReasonForm)})


def test_a_form_that_lacks_an_argument_of_the_beginning():
    with pytest.raises(ValueError, match=r"step Roll.draw_up: OtherForm does not give it \["):
        mount_beginning(
            Blueprint("heroes", __name__), Roll.draw_up, Ask(OtherForm), at="/new", show=str, back="heroes.rolls"
        )


def test_two_steps_at_one_address():
    with pytest.raises(ValueError, match=r"steps of Deed: more than one at \['/<int:deed_id>/refusal'\]"):
        mounted(steps={Deed.decline: Ask(ReasonForm, at="refusal"), Deed.revoke: Ask(ReasonForm, at="refusal")})


@pytest.mark.parametrize(
    ("filters", "twice"),
    [
        ((Choice("kind", "类型", options={}), Choice("kind", "种类", Deed.kind, options={})), "kind"),
        ((Choice("q", "类型", Deed.kind, options={}),), "q"),
        ((Days("day", "日期", Deed.created_at), Days("day", "登记", Deed.created_at)), "day_from"),
    ],
)
def test_two_filters_of_one_name(filters, twice):
    with pytest.raises(ValueError, match=f"list x: .*'{twice}'.* stand more than once"):
        Register(
            Deed,
            key="x",
            name="见义勇为",
            permission="heroes.view",
            columns=(Column("number", "编号"),),
            filters=filters,
            order=Deed.created_at,
        )


def test_a_column_of_the_status_and_its_filter_follow_from_the_states():
    deeds = Register(
        Deed,
        key="x",
        name="见义勇为",
        permission="heroes.view",
        columns=(
            Column("number", "编号"),
            Column("status", "状态", kind="status"),
            Column("kind", "类型", kind="status", names={}),
        ),
        filters=(by_status(Deed, "办理中", old=("以前的", Deed.created_at.is_(None))),),
        order=Deed.created_at,
    )
    assert deeds.columns["status"].names == Deed.states.names
    assert deeds.columns["status"].tones == Deed.states.tones
    assert deeds.columns["kind"].names == {}
    (control,) = deeds.filters[0].controls({}, "")
    assert list(control.choices)[:4] == ["", "open", "old", "nominated"]
