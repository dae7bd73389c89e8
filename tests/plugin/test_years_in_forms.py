"""A slip in the year of a day to come, or of a period, is told at the field."""

from datetime import timedelta
from importlib import import_module

import pytest
from werkzeug.datastructures import MultiDict

from portal import clock

AHEAD = (
    "portal.cases.forms TriageForm.due_on",
    "portal.cases.assignment_forms AssignForm.due_on AssistForm.due_on",
    "portal.cases.escalation DelegateForm.due_on",
    "portal.cases.pausing SuspendForm.until_on",
    "plugins.sponsored.forms DraftForm.due_on MoreTimeForm.until",
    "plugins.briefs.forms TaskForm.due_on RenewForm.due_on",
    "plugins.joint_meetings.forms.calling MeetingForm.starts_at MeetingForm.ends_at PostponeForm.starts_at PostponeForm.ends_at",
    "plugins.joint_meetings.forms.minutes LineForm.due_on",
    "plugins.joint_meetings.forms.tasks ExtendForm.until",
    "plugins.hotline.forms LineForm.wanted_by RedoForm.wanted_by ExtensionForm.until",
    "plugins.supervision.forms MoreTimeForm.until",
    "plugins.reception.forms DayForm.on",
    "plugins.centre.forms.duty ShiftForm.on",
    "plugins.centre.forms.checks MeasureForm.due_on PostponeForm.due_on",
    "plugins.centre.forms.centres WatchForm.first WatchForm.last",
    "plugins.whistle.forms BlowForm.meet_at",
    "plugins.duty_lists.forms.tasks TaskForm.due_on UrgentForm.until",
    "plugins.duty_lists.forms.admissions ConsultForm.until ApprovalForm.valid_from",
    "plugins.duty_lists.forms.items EnactForm.valid_from",
    "plugins.consultation.forms.topic TaskForm.due_on",
    "plugins.consultation.forms.meeting BallotForm.until",
)
PERIODS = ("plugins.briefs.forms StartForm.on PeriodForm.on",)


def fields(lists: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """`(module, form, field)` of each."""
    return [(module, *each.split(".")) for module, *names in map(str.split, lists) for each in names]


@pytest.fixture
def told(app):
    """`told(module, form, field, day)`: the messages at the field of a form that is sent with `day` there."""

    def send(module: str, form: str, field: str, day: str) -> list[str]:
        with app.test_request_context(method="POST"):
            kind = getattr(import_module(module), form)
            moment = f"{day} 14:30" if "Moment" in getattr(kind, field).field_class.__name__ else day
            sent = kind(MultiDict({field: moment}))
            sent[field].validate(sent)
            return [str(each) for each in sent[field].errors]

    return send


@pytest.mark.parametrize(("module", "form", "field"), fields(AHEAD))
def test_a_day_to_come_is_of_the_next_three_years(told, module, form, field):
    year = clock.today().year
    assert told(module, form, field, f"{year + 3}-12-31") == []
    between = f"年份要在 {year - 3} 年到 {year + 3} 年之间，请核对。"
    assert told(module, form, field, f"{year + 4}-01-01") == told(module, form, field, "2199-12-31") == [between]


@pytest.mark.parametrize(("module", "form", "field"), fields(PERIODS))
def test_a_period_is_of_the_last_ten_years(told, module, form, field):
    year = clock.today().year
    assert told(module, form, field, f"{year - 10}-01-01") == []
    assert told(module, form, field, "1900-01-05") == [f"年份要在 {year - 10} 年到 {year + 10} 年之间，请核对。"]


def test_a_meeting_lasts_three_days_at_most(app):
    from plugins.joint_meetings.forms.calling import PostponeForm

    start = clock.now().replace(second=0, microsecond=0) + timedelta(days=5)
    for lasts, errors in (
        (timedelta(days=3), []),
        (timedelta(days=3, minutes=1), ["一次会议最多开 3 天，请核对结束时间。"]),
    ):
        with app.test_request_context(method="POST"):
            sent = MultiDict({"starts_at": f"{start:%Y-%m-%d %H:%M}", "ends_at": f"{start + lasts:%Y-%m-%d %H:%M}"})
            form = PostponeForm(sent)
            form.ends_at.validate(form)
            assert list(form.ends_at.errors) == errors
