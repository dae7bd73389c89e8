"""Forms of 以案定补."""

from wtforms import RadioField, SelectField, TextAreaField

from plugins.case_subsidy.choices import GRADES, RESULTS, WAYS
from portal.people.forms import ResidentForm
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, Ticks, not_in_future


def _text(label: str, *checks, rows: int = 3, **more) -> TextAreaField:
    return TextAreaField(label, [*checks, Short(300), no_numbers_here], render_kw={"rows": rows}, **more)


class PayeeForm(ResidentForm):
    """登记领款人."""

    mediator = SelectField("调解员", [Required("请选择调解员。")], coerce=int)


class DeclarationForm(Form):
    """申报."""

    grade = RadioField("申报等级", [Required("请选择等级。")], choices=GRADES)
    mediators = Ticks("补给", coerce=int, description="补贴在选中的调解员之间平均分。")
    reason = _text("理由", Required("请写明为什么是这个等级。"), description="按难易、人数、标的写，不写当事人姓名。")
    witness = _text("在场佐证", rows=2, description="口头协议必填：谁在场、有什么材料，不写姓名。")
    note = _text("缺件说明", rows=2, description="卷宗缺件的写明原因。")


class ApprovalForm(Form):
    """审定."""

    grade = RadioField("审定等级", [Required("请选择等级。")], choices=GRADES)
    note = _text("意见")


class CallForm(Form):
    """抽查回访."""

    called_on = Date("回访日期", [Required("请填写回访日期。"), not_in_future])
    way = RadioField("方式", [Required("请选择方式。")], choices=WAYS)
    result = RadioField("结果", [Required("请选择结果。")], choices=RESULTS)
    words = _text("情况", Required("请写明当事人怎么说，不写姓名。"))
