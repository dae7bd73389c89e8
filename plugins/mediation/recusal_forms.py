"""Forms of 回避."""

from wtforms import RadioField, TextAreaField

from plugins.mediation.models.participation import CHOSEN
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, Ticks, not_in_future


class RecusalForm(Form):
    """登记回避."""

    mediator = RadioField("要求哪位调解员回避", [Required("请选择调解员。")], coerce=int)
    asked_by = RadioField("谁提出的", [Required("请选择。")], coerce=int)
    on = Date("提出的日期", [Required("请填写日期。"), not_in_future])
    reason = TextAreaField(
        "理由",
        [Required("请写明理由。"), Short(500), no_numbers_here],
        render_kw={"rows": 3},
        description="例如：是对方当事人的亲属；与纠纷有利害关系。",
    )


class DecisionForm(Form):
    """决定回避."""

    granted = RadioField("决定", [Required("请选择。")], choices={"yes": "同意回避", "no": "不同意，继续调解"})
    answer = TextAreaField(
        "说明", [Short(500), no_numbers_here], render_kw={"rows": 2}, description="不同意的，写明理由。"
    )
    mediators = Ticks("另行选定的调解员", coerce=int, description="同意回避的选；还有别的调解员的，可以不选。")
    chosen_by = RadioField("由谁选定", choices=CHOSEN, default="committee")

    def validate_answer(self, field):
        field.data = (field.data or "").strip()
        if self.granted.data == "no" and not field.data:
            raise ValidationError("不同意回避的，请写明理由。")

    def validate_mediators(self, field):
        if self.granted.data == "no" and field.data:
            raise ValidationError("不同意回避的，不用另选调解员。")
