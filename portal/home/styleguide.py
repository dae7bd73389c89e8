"""The style guide: every component in every state, on one page, while developing."""

from datetime import date, timedelta
from types import SimpleNamespace

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.widgets import CheckboxInput

from portal import clock
from portal.org.chooser import UnitField
from portal.people.checking import Number
from portal.web.forms import Required, Short
from portal.web.forms.duplicate_check import Earlier
from portal.web.forms.fields import Date, Yuan
from portal.web.forms.repeating_fields import resize
from portal.web.http.guards import public
from portal.web.pages.charts import bar_chart
from portal.web.pages.rendering import render

bp = Blueprint("styleguide", __name__, template_folder="templates")
KINDS = ["邻里", "婚姻家庭", "土地承包", "物业", "劳动争议"]


class TermForm(PlainForm):
    """One entry of a group that grows."""

    text = TextAreaField("条款")


class SomebodyForm(PlainForm):
    """One person of a group that grows."""

    name = StringField("姓名", [Short(60)])
    phone = StringField("联系电话", [Short(30)])
    address = StringField("住址", [Short(100)])
    ethnicity = StringField("民族", [Short(20)])
    post = StringField("职业", [Short(40)])


class SampleForm(FlaskForm):
    """One field of each type."""

    class Meta(FlaskForm.Meta):
        locales = ("zh",)

    name = StringField("姓名", [Required()], description="与身份证一致，少数民族姓名中的「·」照写。")
    password = PasswordField("密码")
    kind = SelectField("纠纷类型", choices=KINDS)
    level = RadioField("难易程度", [Required()], choices=["微事", "小事", "大事", "难事"], default="小事")
    ways = SelectMultipleField("通知方式", choices=["电话", "短信", "上门"], option_widget=CheckboxInput())
    phone = Number("联系电话", rule="phone", description="离开时即核对。")
    number = Number("证件号码", rule="person", description="身份证号码，离开时核对校验位和出生日期。")
    unit = UnitField("所在村社区", choices={number: f"第{number}村" for number in range(1, 71)}, default=7)
    day = Date("发生日期")
    amount = Yuan("涉及金额")
    story = TextAreaField("经过")
    scan = FileField("签字扫描件", description="照片或 PDF，不超过 20 MB。")
    agreed = BooleanField("双方同意调解")
    terms = FieldList(FormField(TermForm), label="协议条款", min_entries=2, max_entries=5)
    people = FieldList(FormField(SomebodyForm), label="申请人", min_entries=2, max_entries=5)

    @property
    def single(self) -> list:
        """The fields that are no group."""
        return [field for field in self if field.short_name not in ("csrf_token", "terms", "people")]


class FilterForm(PlainForm):
    """What stands above a list."""

    q = StringField("关键词")
    kind = SelectField("类型", choices={kind: kind for kind in ("全部", *KINDS)})
    day = Date("起始日期")
    overdue = BooleanField("只看超期")


@bp.route("/styleguide", methods=["GET", "POST"])
@public
def show() -> ResponseReturnValue:
    """The page; refuses nobody, registered only in development. Its first form works, but keeps nothing."""
    now = clock.now()
    filled = {
        "name": "阿依古丽·买买提",
        "kind": "物业",
        "ways": ["电话", "短信"],
        "day": date(2026, 11, 21),
        "amount": 350000,
        "phone": "15412345678",
        "story": "楼上漏水，墙面受潮。",
        "agreed": True,
    }
    wrong = SampleForm(prefix="wrong")
    for field in wrong.single:
        if field.short_name in {"name", "level", "day", "story", "agreed"}:
            field.errors = ["请填写此项。"]
    wrong.phone.errors = ["手机号码应为11位，现在是10位。"]
    repeated = SampleForm(prefix="again")
    repeated.creates = "一件事项"
    repeated.earlier = Earlier("", int(now.timestamp()), "#notices", "昭君街道〔2026〕00012号")
    draft = SimpleNamespace(at=now - timedelta(hours=2), sealed="")
    form = SampleForm(data=filled)
    sent = request.method == "POST" and not resize(form.terms, form.people) and "search" not in request.form
    return render(
        "home/styleguide.html",
        status=200 if not sent or form.validate() else 422,
        now=now,
        days=lambda n: timedelta(days=n),
        form=form,
        wrong=wrong,
        filters=FilterForm(prefix="filter"),
        keeping=SimpleNamespace(draft=draft),
        repeated=repeated,
        people=[
            {"value": "1", "label": "独孤小白", "detail": "1950 年　152722********1234　昭君街道泰兴社区"},
            {"value": "2", "label": "独孤小白", "detail": "1988 年　152722********5678　昭君街道迎宾社区"},
        ],
        chart=bar_chart(
            "kinds", "按类型统计", [(kind, count) for kind, count in zip(KINDS, (42, 31, 17, 9, 0), strict=True)]
        ),
        crumbs=[("事项", "#"), ("昭君街道〔2026〕00012号", "#"), ("组件一览", "")],
        current_unit={"id": 1, "name": "昭君街道综治中心"},
    )
