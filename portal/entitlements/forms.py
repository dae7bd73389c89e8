"""Forms of the steps that every settlement has."""

from wtforms import RadioField, StringField, TextAreaField

from portal.entitlements.writing_off import CAUSES
from portal.people.publishing import no_numbers_here
from portal.web.forms import LETTER, Form, Required, Short
from portal.web.forms.fields import Date, not_in_future


class AnswerForm(Form):
    """答复异议."""

    upheld = RadioField(
        "是否成立", [Required("请选择是否成立。")], choices={"no": "不成立", "yes": "成立，退回重新编制"}
    )
    text = TextAreaField("答复", [Required("请写明答复。"), Short(LETTER), no_numbers_here], render_kw={"rows": 4})

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


class WriteOffForm(Form):
    """提出核销."""

    cause = RadioField("原因", [Required("请选择原因。")], choices=CAUSES)
    reason = TextAreaField(
        "情况说明", [Required("请写明为什么追不回来，怎样催过。"), Short(300), no_numbers_here], render_kw={"rows": 3}
    )
    document = StringField(
        "依据材料",
        [Required("请填写依据材料的名称和编号。"), Short(100), no_numbers_here],
        description="例如：死亡医学证明、迁出证明、社区调查说明。",
    )


class WriteOffDecisionForm(Form):
    """决定核销."""

    decision = RadioField(
        "决定",
        [Required("请选择是否同意。")],
        choices={"approved": "同意核销，不再追回", "refused": "不同意，继续追回"},
    )
    opinion = TextAreaField("意见", [Required("请写明意见。"), Short(300), no_numbers_here], render_kw={"rows": 3})

    def arguments(self) -> dict:
        return {"opinion": self.opinion.data, "approved": self.decision.data == "approved"}


class DecisionForm(Form):
    """认定疑点."""

    decision = RadioField(
        "认定", [Required("请选择认定的结果。")], choices={"cleared": "正常", "upheld": "属实，需要冲正"}
    )
    reason = TextAreaField(
        "理由", [Required("请写明理由，例如怎样核实的。"), Short(300), no_numbers_here], render_kw={"rows": 3}
    )
