"""村规民约、居民公约: an edition, the meeting that adopts it, the answer of the township."""

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from plugins.village_affairs.models.covenant import KINDS
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.web.forms import Form, Optional, Required, Short
from portal.web.forms.fields import Date, not_in_future

COUNT = (Optional(), NumberRange(0, 99_999, "请填写 0 以上的整数。"))


class TextForm(Form):
    """修改."""

    text = TextAreaField(
        "条文",
        [Required("请填写条文。"), Short(20_000), no_numbers_in_full],
        render_kw={"rows": 20},
        description="一条一行。",
    )
    note = StringField("改了什么", [Short(200), no_numbers_here])


class PlaceForm(Form):
    """更正村、社区和种类."""

    unit_id = SelectField("所在村、社区", coerce=int)
    kind = SelectField(
        "种类",
        choices={"": "按村、社区的名称"} | KINDS,
        default="",
        description="村、嘎查的是村规民约，社区的是居民公约；名称看不出的才需要选。",
    )


class CovenantForm(PlaceForm, TextForm):
    """起草."""

    creates = "一版规约"


class AdoptionForm(Form):
    """会议通过."""

    matter_id = SelectField("已经决议的事项", coerce=int, description="选了的，会议和票数用第四联的，下面不填。")
    body = SelectField("哪个会议")
    on = Date("通过日期", [Optional(), not_in_future])
    expected = IntegerField("应到", [*COUNT])
    present = IntegerField("实到", [*COUNT])
    agreed = IntegerField("同意", [*COUNT])


class FilingForm(Form):
    """报备案."""

    on = Date("报送日期", [Required("请填写报送日期。"), not_in_future])


class AnswerFilingForm(Form):
    """答复备案."""

    accepted = RadioField("答复", [Required("请选择答复。")], choices={"yes": "准予备案", "no": "责令改正"})
    opinion = TextAreaField(
        "审查意见",
        [Short(1000), no_numbers_here],
        render_kw={"rows": 4},
        description="责令改正的必填：哪一条，和哪一部法律抵触，怎么改。",
    )

    def arguments(self) -> dict:
        return {"accepted": self.accepted.data == "yes", "opinion": self.opinion.data or ""}
