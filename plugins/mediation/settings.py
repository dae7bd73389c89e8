"""What local policy decides about mediation: dated, per unit, inherited."""

from datetime import date

from wtforms import Form, IntegerField, StringField
from wtforms.validators import Length, NumberRange, ValidationError

from portal.documents.numbering import PLACE
from portal.org.models import OrgUnit
from portal.plugin.settings import Settings, settings_of

KEY = "mediation"
NUMBER_PATTERN = "（{year}）{unit}人调字第{number}号"


class MediationSettings(Form):
    """人民调解的本地规定. A dispute keeps what was in force when it was accepted."""

    class Meta:
        locales = ("zh",)

    term_days = IntegerField(
        "调解期限（日）",
        [NumberRange(1, 365, "请填写 1 至 365 之间的整数。")],
        default=30,
        description="一般一个月内调结（人民调解工作若干规定第三十三条）。",
    )
    follow_up_days = IntegerField(
        "履行期满后几日内回访",
        [NumberRange(0, 90, "请填写 0 至 90 之间的整数。")],
        default=3,
        description="回访周期没有统一规定，由本地确定。",
    )
    number_pattern = StringField(
        "卷宗编号格式",
        [Length(max=40, message="最多 40 个字。")],
        default=NUMBER_PATTERN,
        description="{year} 年份、{unit} 调委会所在单位、{number} 顺序号，例如 " + NUMBER_PATTERN,
    )

    def validate_number_pattern(self, field):
        if "{number" not in field.data or "{year}" not in field.data:
            raise ValidationError("编号格式里必须有 {year} 和 {number}。")
        if set("{}") & set(PLACE.sub("", field.data)):
            raise ValidationError("编号格式里只能用 {year}、{unit}、{number}。")


def in_force(unit: OrgUnit, day: date) -> Settings:
    """The settings of `unit` on `day`."""
    return settings_of(KEY, unit, day)
