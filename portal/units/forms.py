"""The forms of what befalls a unit."""

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from portal.org.chooser import UnitField
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, Ticks, not_in_future, within_years

MOST_HOUSEHOLDS, MOST_NUMBERS = 20_000, 500
BETWEEN = NumberRange(0, MOST_HOUSEHOLDS, f"填 0 到 {MOST_HOUSEHOLDS} 之间的整数。")
SHORT_NAME = "列表、工作台上显示的名称；不填的，同名称。"


class WithReason(Form):
    """What is asked of every change: since when, why, by which document."""

    def __init_subclass__(cls, **kwargs):
        """Fields stand in the order in which they are made: these come last."""
        super().__init_subclass__(**kwargs)
        cls.valid_from = Date("从哪天起", [Required("请填写日期。"), not_in_future, within_years(3)])
        cls.reason = StringField("原因", [Required("请写明原因。"), Short(200), no_numbers_here])
        cls.basis = StringField(
            "依据", [Short(120), no_numbers_here], description="批复、通知的文号或者名称，没有的不填。"
        )


class UnitForm(WithReason):
    """增设下级单位."""

    creates = "一个单位"
    kind = SelectField("类别")
    name = StringField(
        "名称", [Required("请填写名称。"), Short(80), no_numbers_here], description="全称，例如：南干社区第一网格"
    )
    short_name = StringField("简称", [Short(40), no_numbers_here], description=SHORT_NAME)
    households = IntegerField("户数", [Optional(), BETWEEN], description="网格、楼栋填写；其他单位不填。")


class NameForm(WithReason):
    """更名."""

    name = StringField("名称", [Required("请填写名称。"), Short(80), no_numbers_here])
    short_name = StringField("简称", [Short(40), no_numbers_here], description=SHORT_NAME)


class HouseholdsForm(WithReason):
    """更正户数."""

    households = IntegerField("户数", [Required("请填写户数。"), BETWEEN])


class ClosingForm(WithReason):
    """撤销."""


class MovingForm(WithReason):
    """调整上级."""

    parent_id = UnitField("新的上级")
    name = StringField("调整以后的名称", [Required("请填写名称。"), Short(80), no_numbers_here])
    short_name = StringField("调整以后的简称", [Short(40), no_numbers_here], description=SHORT_NAME)


class MergingForm(WithReason):
    """并入其他单位."""

    into_id = UnitField("并入哪个单位")


class SplittingForm(WithReason):
    """分设."""

    creates = "一个单位"
    name = StringField("新单位的名称", [Required("请填写名称。"), Short(80), no_numbers_here])
    short_name = StringField("简称", [Short(40), no_numbers_here], description=SHORT_NAME)
    below = Ticks(
        "分出去的下级单位", coerce=int, description="楼栋、网格连同里面的居民、家庭和事项一起分出去；没有选的留下。"
    )
    numbers = TextAreaField(
        "另外分出去的居民",
        [Length(max=MOST_NUMBERS * 20, message=f"一次最多写 {MOST_NUMBERS} 个，多的请先设楼栋。")],
        description="直接登记在本单位、不在楼栋里的，写身份证号，一行一个；电话相同的家庭档案跟着过去。按楼栋分的不填。",
    )
    households = IntegerField("分出去的户数", [Optional(), BETWEEN], description="从原单位的户数里减去；网格填写。")

    def arguments(self) -> dict:
        """What the step takes."""
        given = {each.short_name: each.data for each in self if each.short_name != "csrf_token"}
        return given | {"numbers": (self.numbers.data or "").split()}
