"""Forms of courses."""

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from plugins.family_courses.choices import SERIES
from portal.people.publishing import no_numbers_in_full
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, Moment, Ticks


class CourseForm(Form):
    """课程讲座."""

    creates = "一门课"
    title = StringField("题目", [Required(), Short(80), no_numbers_in_full])
    series = SelectField("系列", choices=SERIES)
    speaker = StringField(
        "主讲人",
        [Required(), Short(60), no_numbers_in_full],
        description="姓名和身份，例如：白玉兰，国家二级心理咨询师。",
    )
    place_name = StringField("地点", [Required(), Short(100), no_numbers_in_full])
    starts_at = Moment("上课时间", [Required("请填写时间。")], description="例如 2026-11-21 14:30")
    minutes = IntegerField(
        "时长（分钟）", [Required("请填写时长。"), NumberRange(10, 600, "请填写 10 至 600。")], default=90
    )
    capacity = IntegerField("名额", [Required("请填写名额。"), NumberRange(1, 2000, "请填写 1 至 2000。")])
    enrols_until = Date("报名截止", [Required("请填写日期。")])
    audience = StringField("对象", [Short(80), no_numbers_in_full], description="例如：小学生家长。")
    about_course = TextAreaField("介绍", [Short(500), no_numbers_in_full], render_kw={"rows": 3})


class PresenceForm(Form):
    """按名单签到."""

    present = Ticks("谁来了", coerce=int)
