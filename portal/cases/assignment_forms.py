"""Forms for handing a case on: who leads, who assists, by when."""

from datetime import date, datetime

from wtforms import BooleanField, FieldList, FormField, TextAreaField

from portal import clock
from portal.cases.choices import ASSIST, LEAD
from portal.extensions import db
from portal.org.chooser import UnitField
from portal.org.models import OrgUnit
from portal.records.forms import ReasonForm
from portal.web.forms import Form, Group, Short, ValidationError
from portal.web.forms.fields import Date, within_years
from portal.web.forms.plain_words import plain_words
from portal.workdays.calendar import end_of_day

ASSISTS = 4  # lines of the form; who needs more hands the case on once more


class AssistForm(Group):
    """协办: one unit, and by when it answers."""

    unit_id = UnitField("协办单位")
    due_on = Date("反馈期限", [within_years(3)])


class AssignForm(Form):
    """交办. `as_well` is asked only while somebody has the case in hand: the units `in_hands`, who do not get it again. While one of them leads
    (`is_led`), others may be asked to assist alone. `last_day`: of the case, where that is still to come."""

    in_hands: frozenset[int] = frozenset()
    is_led = False
    last_day: date | None = None
    unit_id = UnitField("承办单位", description="有几个单位一起办的，这里选主办，对结果总负责。")
    due_on = Date("反馈期限", [within_years(3)], description="不填按事项的办理时限。")
    note = TextAreaField("要求", [Short(500), plain_words], render_kw={"rows": 3})
    as_well = BooleanField("确认再交给一个单位，同时办理")
    assists = FieldList(FormField(AssistForm), label="协办单位", min_entries=ASSISTS, max_entries=ASSISTS)

    def offer(self, units: dict) -> None:
        """Let `units` be chosen, as lead and beside it."""
        for field in (self.unit_id, *(row.form.unit_id for row in self.assists)):
            field.choices = {0: "请选择"} | units

    def hands(self) -> list[dict]:
        """Who gets it, the lead first: unit_id, role, due_at."""
        first = [_hand(self, LEAD)] if self.unit_id.data else []
        return first + [_hand(row.form, ASSIST) for row in self._assisting()]

    def validate_unit_id(self, field):
        if not field.data and not (self.is_led and self._assisting()):
            raise ValidationError("请选择承办单位。")

    def validate_due_on(self, field):
        self._check_day(field.data)

    def validate_as_well(self, field):
        if not field.data and self.unit_id.data not in self.in_hands:
            raise ValidationError("前面交办的还没有反馈，还要再交给一个单位的，请勾选确认。")

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        chosen = [self.unit_id.data]
        for row in self._assisting():
            try:
                self._check_day(row.form.due_on.data)
                if row.form.unit_id.data in chosen:
                    raise ValidationError("这个单位已经选过了，一个单位只写一行。")
            except ValidationError as error:
                row.form.unit_id.errors = [*row.form.unit_id.errors, str(error)]
                self.assists.errors = [*self.assists.errors, row.errors]
                fits = False
            chosen.append(row.form.unit_id.data)
        return fits

    def _assisting(self) -> list[FormField]:
        return [row for row in self.assists if row.form.unit_id.data]

    def _check_day(self, day: date | None) -> None:
        if day and day < clock.today():
            raise ValidationError("期限已经过了，请核对。")
        if day and self.last_day and day > self.last_day:
            raise ValidationError(f"不能晚于这件事的办理时限 {self.last_day}。")


class RecallForm(ReasonForm):
    """收回. `unit_id`: who gets it instead, at once."""

    gives = {"reason": "text", "instead": "unit_id"}
    unit_id = UnitField("改交给", description="交错了单位的，在这里选对的。")

    def arguments(self) -> dict:
        instead = db.session.get(OrgUnit, self.unit_id.data) if self.unit_id and self.unit_id.data else None
        return {"reason": self.text.data, "instead": instead}


def _hand(form: Form | Group, role: str) -> dict:
    until: datetime | None = end_of_day(form.due_on.data) if form.due_on.data else None
    return {"unit_id": form.unit_id.data, "role": role, "due_at": until}
