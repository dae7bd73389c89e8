"""Forms of rooms and of sittings."""

from wtforms import SelectField, StringField

from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Moment


class RoomForm(Form):
    """调解室."""

    name = StringField("名称", [Required(), Short(40), no_numbers_here], description="例如：一号调解室。")
    place = StringField("位置", [Short(100), no_numbers_here])


class SittingForm(Form):
    """安排调解."""

    starts_at = Moment("开始时间", [Required("请填写开始时间。")], description="例如 2026-12-21 09:00")
    ends_at = Moment(
        "结束时间", [Required("请填写结束时间。")], day_of="starts_at", description="只写钟点的，日期同开始时间。"
    )
    room = SelectField("调解室", coerce=int)
    place = StringField(
        "其他地点", [Short(100), no_numbers_here], description="不在调解室的，写在哪里；别处看不到这一项。"
    )

    def validate_place(self, field):
        field.data = (field.data or "").strip()
        if not self.room.data and not field.data:
            raise ValidationError("请选择调解室，或者写明地点。")
        if self.room.data and field.data:
            raise ValidationError("已经选了调解室，请不要再写其他地点。")
