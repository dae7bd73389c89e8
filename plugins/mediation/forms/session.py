"""调解记录."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField

from plugins.mediation.forms.parts import Ticks
from plugins.mediation.models.session import OUTCOMES
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Moment, not_in_future


class SessionForm(Form):
    """调解记录."""

    creates = "一次调解记录"
    held_at = Moment("开始时间", [Required("请填写开始时间。"), not_in_future], description="例如 2026-11-21 14:30")
    ended_at = Moment("结束时间", [Optional(), not_in_future])
    place = StringField("地点", [Required(), Short(100)])
    present = Ticks("到场的当事人", coerce=int)
    guests = TextAreaField(
        "参加人", [Short(500)], render_kw={"rows": 2}, description="受邀参加的人，每行一人：姓名 身份。"
    )
    guests_agreed = BooleanField("各方当事人同意以上人员参加（人民调解法第二十条）")
    transcript = TextAreaField(
        "调解经过",
        [Required(), Short(8000)],
        render_kw={"rows": 10},
        description="每行一段，写成“谁：说了什么”，例如“申请人王某：……”。",
    )
    outcome = RadioField("结果", [Required("请选择结果。")], choices=OUTCOMES)
    result = TextAreaField("结果说明", [Short(1000)], render_kw={"rows": 3})
    failure_reason = TextAreaField("未达成协议的原因", [Short(500)], render_kw={"rows": 2})

    def validate_ended_at(self, field):
        if field.data and self.held_at.data and field.data < self.held_at.data:
            raise ValidationError("结束时间早于开始时间，请核对。")

    def validate_present(self, field):
        if not field.data:
            raise ValidationError("请勾选到场的当事人。")

    def validate_failure_reason(self, field):
        field.data = (field.data or "").strip()
        if self.outcome.data == "failed" and not field.data:
            raise ValidationError("未达成协议的，请写明原因。")
        if self.outcome.data in OUTCOMES and self.outcome.data != "failed" and field.data:
            raise ValidationError(f"结果是“{OUTCOMES[self.outcome.data]}”，请不要填写未达成协议的原因。")

    def validate_guests_agreed(self, field):
        if (self.guests.data or "").strip() and not field.data:
            raise ValidationError("邀请他人参加要先征得当事人同意，同意后再勾选。")
