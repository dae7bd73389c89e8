"""下派任务: what came, what it is found to be, how it goes back, what it took."""

from wtforms import FileField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from plugins.duty_lists.choices import WAYS
from plugins.duty_lists.forms.hits import HitForm
from portal.people.publishing import no_numbers_here
from portal.web.forms import LETTER, Form, Optional, Required, Short
from portal.web.forms.fields import Date, Suggested, not_in_future, within_years


def sender_field(label: str = "来文部门") -> Suggested:
    return Suggested(label, [Required(f"请填写{label}。"), Short(60), no_numbers_here])


class TaskForm(Form):
    """登记任务."""

    creates = "一项下派任务"
    sender = sender_field()
    title = StringField("事项", [Required("请填写事项。"), Short(80), no_numbers_here])
    text = TextAreaField("要求做什么", [Short(LETTER), no_numbers_here], render_kw={"rows": 3})
    way = SelectField("怎么来的", choices=WAYS, default="letter")
    received_on = Date("收到日期", [Required("请填写收到日期。"), not_in_future])
    due_on = Date("要求完成日期", [Optional(), within_years(3)])
    basis = StringField("所附依据", [Short(200), no_numbers_here], description="文件名称、文号；没有的不填。")
    plan_number = StringField("年度计划号", [Short(60), no_numbers_here], description="督查检查考核应有；没有的不填。")


class NewTaskForm(TaskForm):
    """登记任务, with the letter."""

    upload = FileField("附件（可不传）", description="PDF 或者图片，不超过 20 MB。")


class MessageForm(Form):
    """群消息转登记."""

    creates = "一项下派任务"
    sender = sender_field("谁布置的（部门）")
    text = TextAreaField(
        "群消息",
        [Required("请粘贴群消息。"), Short(LETTER), no_numbers_here],
        render_kw={"rows": 8},
        description="整段粘贴；有身份证号、电话的删去。",
    )


class CheckForm(HitForm):
    """对照清单."""

    similar_id = SelectField("是不是退回过的事换名再派", coerce=int, default=0)


class SendBackForm(Form):
    """退回."""

    proposed = StringField("建议由哪个部门承接", [Short(60), no_numbers_here])
    reason = TextAreaField("退回理由", [Required("请写明理由。"), Short(1000), no_numbers_here], render_kw={"rows": 3})


class ForceForm(Form):
    """强派后承接."""

    forced_by = StringField("哪个部门、领导要求必须办", [Required("请写明。"), Short(60), no_numbers_here])
    reason = TextAreaField("对方怎么说的", [Required("请写明。"), Short(1000), no_numbers_here], render_kw={"rows": 3})


class UrgentForm(Form):
    """补批."""

    until = Date("最迟到哪天", [Required("请填写日期。"), within_years(3)])
    note = StringField("意见", [Short(200), no_numbers_here])


class FinishForm(Form):
    """办结: what it took of the office."""

    person_times = IntegerField(
        "占用人次", [InputRequired("请填写人次，没有的填 0。"), NumberRange(0, 99999, "请核对人次。")]
    )
    hours = IntegerField(
        "占用工时（小时）", [InputRequired("请填写工时，没有的填 0。"), NumberRange(0, 99999, "请核对工时。")]
    )
    note = StringField("结果", [Short(200), no_numbers_here])
