"""The style guide: every component in every state, on one page, while developing."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from portal import clock
from portal.org.chooser import UnitField
from portal.people.checking import Number
from portal.web.guards import public

bp = Blueprint("styleguide", __name__, template_folder="templates")


class SampleForm(FlaskForm):
    """One field of each type."""

    name = StringField("姓名", [InputRequired()], description="与身份证一致，少数民族姓名中的「·」照写。")
    password = PasswordField("密码")
    kind = SelectField("纠纷类型", choices=["邻里", "婚姻家庭", "土地承包", "物业", "劳动争议"])
    level = RadioField("难易程度", [InputRequired()], choices=["微事", "小事", "大事", "难事"], default="小事")
    ways = SelectMultipleField("通知方式", choices=["电话", "短信", "上门"], option_widget=CheckboxInput())
    phone = Number("联系电话", rule="phone", description="离开时即核对。")
    unit = UnitField("所在村社区", choices={number: f"第{number}村" for number in range(1, 71)}, default=7)
    day = DateField("发生日期", description="例如 2026-11-21")
    amount = DecimalField("涉及金额")
    story = TextAreaField("经过")
    scan = FileField("签字扫描件", description="照片或 PDF，不超过 20 MB。")
    agreed = BooleanField("双方同意调解")


@bp.get("/styleguide")
@public
def show() -> ResponseReturnValue:
    """The page; refuses nobody, registered only in development."""
    wrong = SampleForm(prefix="wrong")
    for field in wrong:
        if field.short_name in {"name", "level", "day", "story", "agreed"}:
            field.errors = ["请填写此项。"]
    return render_template(
        "web/styleguide.html", form=SampleForm(), wrong=wrong, now=clock.now(), days=lambda n: timedelta(days=n)
    )
