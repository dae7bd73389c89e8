"""吹哨 and what follows: who is called, who came, what both sides say."""

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange

from plugins.whistle.choices import GRADES, KINDS
from portal.extensions import db
from portal.org.chooser import UnitField
from portal.org.models import OrgUnit
from portal.people.publishing import no_numbers_here
from portal.plugin.contributions import PartForm
from portal.records.forms import name_field, phone_field
from portal.records.people import Contact
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Moment, not_in_future, within_years

MOST = 12  # departments of one whistle


class CallForm(PartForm):
    """One department, and what it is needed for."""

    unit_id = UnitField("应哨部门")
    duty = StringField("来做什么", [Short(200), no_numbers_here])
    leads = BooleanField("牵头")


class CallsForm(Form):
    """应哨部门."""

    calls = FieldList(FormField(CallForm), label="应哨部门", min_entries=1, max_entries=MOST)

    def offer(self, departments: dict[int, str]) -> None:
        """Let `departments` be chosen, id → name."""
        for row in self.calls:
            row.form.unit_id.choices = {0: "请选择"} | departments

    def called(self) -> list[dict]:
        """The departments as `Whistle.blow` takes them; a line without one is none."""
        return [
            {
                "unit": db.session.get_one(OrgUnit, row.form.unit_id.data),
                "duty": row.form.duty.data.strip(),
                "leads": row.form.leads.data,
            }
            for row in self.calls
            if row.form.unit_id.data
        ]

    def arguments(self) -> dict:
        return {"calls": self.called()}

    def validate_calls(self, field):
        if not any(row.form.unit_id.data for row in field):
            raise ValidationError("请至少选择一个部门。")
        if any(bool(row.form.unit_id.data) != bool((row.form.duty.data or "").strip()) for row in field):
            raise ValidationError("每一行都要选部门、写明来做什么。")


class BlowForm(CallsForm):
    """吹哨."""

    creates = "一次吹哨"
    kind = RadioField("为什么吹哨", [Required("请选择为什么吹哨。")], choices=KINDS)
    need = TextAreaField(
        "情况和要求",
        [Required("请写明情况和要求。"), Short(1000), no_numbers_here],
        render_kw={"rows": 4},
        description="本级做了什么，为什么解决不了，请部门来做什么。",
    )
    basis = StringField("依据", [Short(200), no_numbers_here], description="法律、职责清单或者文件，没有的不填。")
    place_of_meeting = StringField("报到地点", [Required("请填写报到地点。"), Short(100), no_numbers_here])
    meet_at = Moment(
        "要求到场时间",
        [Optional(), within_years(3)],
        day_of="",
        description="只写钟点的，是今天。不填的按本地规定，从吹哨时算起。",
    )

    def arguments(self) -> dict:
        names = ("kind", "need", "basis", "place_of_meeting", "meet_at")
        return super().arguments() | {name: self[name].data for name in names}


class ArrivalForm(Form):
    """报到."""

    at = Moment("报到时间", [Required("请填写报到时间。"), not_in_future])
    name = name_field("带队人", Required("请填写带队人。"))
    phone = phone_field()
    people = IntegerField("到场人数", [NumberRange(1, 999, "请填写 1 至 999 之间的整数。")], default=1)

    def arguments(self) -> dict:
        leader = Contact(name=self.name.data, phone=self.phone.data or None)
        return {"at": self.at.data, "people": self.people.data, "leader": leader}


class RatingForm(Form):
    """评价, in a grade and in words."""

    grade = RadioField("评价", [Required("请选择评价。")], choices=GRADES)
    words = StringField("说明", [Short(200), no_numbers_here], description="评价“差”的，必须写明。")


class ResultForm(Form):
    """办结."""

    result = TextAreaField(
        "处置结果", [Required("请写明处置结果。"), Short(1000), no_numbers_here], render_kw={"rows": 4}
    )
