"""履行 and 回访."""

from wtforms import RadioField, StringField, TextAreaField

from plugins.mediation.models.follow_up import SATISFACTIONS, WAYS
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, Moment, not_in_future


class PaymentForm(Form):
    """登记一期履行."""

    on = Date("履行日期", [Required("请填写履行日期。"), not_in_future])


class FollowUpForm(Form):
    """回访记录."""

    creates = "一次回访"
    visited_at = Moment("回访时间", [Required("请填写回访时间。"), not_in_future])
    way = RadioField("回访方式", choices=WAYS, default="visit")
    interviewee = StringField("被回访人", [Required(), Short(60)])
    performance = TextAreaField("履行情况", [Required(), Short(1000)], render_kw={"rows": 3})
    satisfaction = RadioField("满意度", [Required("请选择满意度。")], choices=SATISFACTIONS)
    lawsuit = StringField("是否起诉及判决结果", [Short(200)])
    wrong_mediation = StringField("有无错误调解", [Short(200)])
    new_risk = StringField("有无激化或新隐患", [Short(200)])
    measures = TextAreaField("采取措施", [Short(500)], render_kw={"rows": 2})
