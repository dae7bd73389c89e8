"""Forms of the steps that every settlement has."""

from wtforms import RadioField, StringField, TextAreaField

from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, not_in_future


class AnswerForm(Form):
    """答复异议."""

    upheld = RadioField(
        "是否成立", choices={"no": "不成立", "yes": "成立，退回重新编制"}, validate_choice=True, default="no"
    )
    text = TextAreaField("答复", [Required("请写明答复。"), Short(1000), no_numbers_here], render_kw={"rows": 4})

    def arguments(self) -> dict:
        return {"answer": self.text.data, "upheld": self.upheld.data == "yes"}


class PaymentForm(Form):
    """登记发放."""

    receipt = StringField("回单号", [Required("请填写回单号或者凭证号。"), Short(60)])
    paid_on = Date("发放日期", [Required("请填写发放日期。"), not_in_future])


class RecoveryForm(Form):
    """登记追回."""

    receipt = StringField("凭证号", [Required("请填写回单号或者收据号。"), Short(60)])
    paid_on = Date("到账日期", [Required("请填写到账日期。"), not_in_future])


class DecisionForm(Form):
    """认定疑点."""

    decision = RadioField("认定", choices={"cleared": "正常", "upheld": "属实，需要冲正"})
    reason = TextAreaField(
        "理由", [Required("请写明理由，例如怎样核实的。"), Short(300), no_numbers_here], render_kw={"rows": 3}
    )
