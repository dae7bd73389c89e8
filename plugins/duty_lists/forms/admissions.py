"""准入申请: its elements, the answers of communities, the decision."""

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from plugins.duty_lists.forms.items import line, lines
from plugins.duty_lists.forms.tasks import sender_field
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, Yuan, within_years


def count(label: str, most: int, least: int = 0, **more) -> IntegerField:
    fits = NumberRange(least, most, f"请填写 {least} 至 {most} 之间的整数。")
    return IntegerField(label, [InputRequired(f"请填写{label}。"), fits], **more)


class AdmissionForm(Form):
    """登记准入申请. It is published when it is admitted."""

    creates = "一件准入申请"
    sender = sender_field("申请部门")
    title = line("事项", 80, Required("请填写事项。"))
    why = lines("理由", Required("请写明理由。"))
    law = line("法源", 200, Required("请写明法律、法规、文件和条款。"))
    standard = lines("工作标准", Required("请写明做到什么程度。"))
    person_times = count("每月每个社区占用人次", 9999)
    hours = count("每月每个社区占用工时", 9999)
    funds_fen = Yuan("每年经费（元）", [InputRequired("请填写经费，没有的填 0。")])
    months = count("期限（月）", 60, 1)
    pilot = lines("试点安排", description="没有试点的不填。")
    exit_terms = lines("退出机制", Required("请写明什么时候退出、怎么退出。"))


class PlacedAdmissionForm(AdmissionForm):
    """登记准入申请, not from a task: for whom it is."""

    unit_id = SelectField("在哪个范围", coerce=int, description="下面的村、社区都要征求意见。")


class ConsultForm(Form):
    """征求社区意见."""

    until = Date("请在哪天前答复", [Required("请填写日期。"), within_years(3)])


class OpinionForm(Form):
    """一个社区的答复."""

    agrees = SelectField(
        "意见", choices={"": "请选择", "yes": "同意", "no": "不同意"}, validators=[Required("请选择意见。")]
    )
    opinion = TextAreaField(
        "理由、困难、建议", [Required("请写明。"), Short(500), no_numbers_here], render_kw={"rows": 3}
    )


class ReviewForm(Form):
    """审核."""

    opinion = TextAreaField("审核意见", [Required("请写明意见。"), Short(500), no_numbers_here], render_kw={"rows": 3})


class ApprovalForm(Form):
    """准予准入."""

    valid_from = Date("从哪天起", [Required("请填写日期。"), within_years(3)])
    valid_until = Date("到哪天止", [Required("请填写日期。"), within_years(10)])
    note = StringField("审批意见", [Short(200), no_numbers_here])


class AssessForm(Form):
    """评估."""

    text = TextAreaField("评估情况", [Required("请写明。"), Short(500), no_numbers_here], render_kw={"rows": 3})
