"""反向评价."""

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from plugins.duty_lists.choices import RATED
from plugins.duty_lists.forms.tasks import sender_field
from portal import clock
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short, ValidationError

SCORE = NumberRange(0, 100, "分数应在 0 到 100 之间。")


class RatingForm(Form):
    """登记反向评价."""

    creates = "一条反向评价"
    unit_id = SelectField("哪个乡镇、街道评价", coerce=int)
    year = IntegerField("年度", [InputRequired("请填写年度。")])
    department = sender_field("被评价的部门")
    kind = SelectField("是", choices=RATED, description="权重按设置：部门和派出机构不同。")
    score = IntegerField("分数", [InputRequired("请填写分数。"), SCORE])
    opinion = TextAreaField("评价意见", [Short(1000), no_numbers_here], render_kw={"rows": 3})

    def validate_year(self, field):
        if not 2000 <= (field.data or 0) <= clock.today().year:
            raise ValidationError(f"年度应在 2000 到 {clock.today().year} 之间。")


class RatingCorrectionForm(Form):
    """更正评价."""

    score = IntegerField("分数", [InputRequired("请填写分数。"), SCORE])
    opinion = TextAreaField("评价意见", [Short(1000), no_numbers_here], render_kw={"rows": 3})
    reason = StringField("为什么更正", [Required("请写明为什么更正。"), Short(200), no_numbers_here])
