"""批量交办、批量催办: the same for many cases of the list; each that is refused is named with its reason."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_login import current_user
from wtforms import TextAreaField

from portal import clock
from portal.accounts.models import User
from portal.cases.choosers import handlers_for
from portal.cases.models import Assignment, Case
from portal.cases.models.chasing import UNANSWERED
from portal.cases.models.states import OUT
from portal.errors import RuleError
from portal.extensions import db
from portal.org.chooser import UnitField
from portal.org.models import OrgUnit
from portal.records.bulk import Bulk
from portal.records.forms import NoteForm
from portal.web.forms import Form, Short, ValidationError
from portal.web.forms.fields import Date, within_years
from portal.web.forms.plain_words import plain_words
from portal.web.pages.formatting import day
from portal.workdays.calendar import end_of_day


class BulkAssignForm(Form):
    """交办 of many: to which unit, by when."""

    unit_id = UnitField("承办单位")
    due_on = Date("反馈期限", [within_years(3)], description="不填按各件事项的办理时限。")
    note = TextAreaField("要求", [Short(500), plain_words], render_kw={"rows": 3})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_id.choices = {0: "请选择"} | _offered(current_user.units_with(Case.assign.needs))

    def validate_unit_id(self, field):
        if not field.data:
            raise ValidationError("请选择承办单位。")

    def validate_due_on(self, field):
        if field.data and field.data < clock.today():
            raise ValidationError("期限已经过了，请核对。")

    def arguments(self) -> dict:
        until = end_of_day(self.due_on.data) if self.due_on.data else None
        return {"unit": db.session.get(OrgUnit, self.unit_id.data), "due_at": until, "note": self.note.data}


def _offered(offices: Iterable[OrgUnit]) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for office in offices:
        for label, units in handlers_for(office).items():
            found[label] = found.get(label, {}) | units
    return found


class AssignMany(Bulk):
    """批量交办: of cases that nobody has in hand."""

    def take(self, record: Case, by: User, arguments: dict) -> None:
        """Raises RuleError as 交办 does, and where the form of one case would ask."""
        unit, due_at = arguments["unit"], arguments["due_at"]
        if record.in_hands:
            names = "、".join(str(each.unit) for each in record.in_hand)
            raise RuleError(f"已经交给{names}，还没有反馈。要再交给一个单位的，请在这件事里交办。")
        if not any(unit.id in units for units in handlers_for(record.unit).values()):
            raise RuleError(f"{unit}不办理{record.unit}的事项。")
        if due_at and record.due_at and clock.now() < record.due_at < due_at:
            raise RuleError(f"反馈期限不能晚于这件事的办理时限 {day(record.due_at)}。")
        super().take(record, by, arguments)


class RemindMany(Bulk):
    """批量催办: of everybody who has a case in hand and has not answered."""

    def offered_to(
        self, user: User, given: Mapping[str, str], rows: Iterable, allows: Callable, kind: str = ""
    ) -> bool:
        if not user.can(self.step.needs) or (self.when and not self.when(given)):
            return False
        return any(row.status in OUT and allows(row, user, self.step.needs) for row in rows)

    def take(self, record: Case, by: User, arguments: dict) -> None:
        """Raises RuleError where nobody could be reminded, with the reason of the first."""
        asked = [each for each in record.assignments if each.status in UNANSWERED]
        if not asked:
            raise RuleError("没有还没反馈的派单。")
        refused = []
        for each in asked:
            try:
                self.step.take(each, by=by, **arguments)
            except RuleError as error:
                refused.append(error)
        if len(refused) == len(asked):
            raise refused[0]


BULK = (
    AssignMany(
        Case.assign,
        at="assignments",
        form=BulkAssignForm,
        when=lambda given: given.get("status") in ("triaged", "back"),
    ),
    RemindMany(
        Assignment.remind, at="reminders", form=NoteForm, when=lambda given: given.get("status") in ("out", *OUT)
    ),
    Bulk(
        Case.archive,
        at="archive",
        when=lambda given: given.get("status") in Case.archive.of,
        warning="归档后不能再改动。",
    ),
)
