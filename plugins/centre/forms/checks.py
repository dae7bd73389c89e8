"""规范化自检: items, answers, measures."""

from wtforms import FieldList, FormField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from plugins.centre.choices import ANSWERS, BLOCKS, PERIODS
from plugins.centre.forms.centres import line
from portal import clock
from portal.people.publishing import no_numbers_here
from portal.plugin.contributions import PartForm
from portal.records.forms import ReasonForm
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, within_years

MOST_ITEMS = 200


class ItemForm(Form):
    """自检条目; also the sheet."""

    creates = "一条自检条目"
    block = SelectField("哪一块", choices=BLOCKS)
    title = line("条目", 120, Required("请填写条目。"))
    source = line("来源", 120, Required("请写明来源。"), description="哪个文件、哪一条，或者本地哪次会议定的。")
    valid_from = Date("从哪天起", [Required("请填写日期。"), within_years(20)])
    valid_until = Date("到哪天", [Optional(), within_years(20)], description="没有定的不填。")


class CheckForm(Form):
    """开始自检."""

    creates = "一次自检"
    year = IntegerField("年份", [InputRequired("请填写年份。")])
    quarter = SelectField("哪一期", choices=PERIODS, coerce=int)

    def validate_year(self, field):
        if not 2000 <= (field.data or 0) <= clock.today().year:
            raise ValidationError(f"年份应在 2000 到 {clock.today().year} 之间。")


class AnswerForm(PartForm):
    """One item; its label is what is asked."""

    answer = SelectField("做到没有", choices={"": "没有填", **ANSWERS})
    evidence = TextAreaField("佐证", [Short(300), no_numbers_here], render_kw={"rows": 2})


class AnswersForm(Form):
    """填写自检."""

    answers = FieldList(FormField(AnswerForm), label="条目", max_entries=MOST_ITEMS)

    def lines(self) -> list[dict]:
        return [{name: row.form[name].data or "" for name in ("answer", "evidence")} for row in self.answers]


class MeasureForm(Form):
    """登记整改."""

    what = line("怎么整改", 200, Required("请写明怎么整改。"))
    due_on = Date("哪天前做到", [Required("请填写日期。"), within_years(3)])


class PostponeForm(ReasonForm):
    """改期限."""

    gives = {"due_on": "due_on", "reason": "text"}
    due_on = Date("改到哪天", [Required("请填写日期。"), within_years(3)])


class ResultForm(ReasonForm):
    """登记完成."""

    gives = {"result": "text"}
    text = TextAreaField(
        "做到了什么", [Required("请写明做到了什么。"), Short(500), no_numbers_here], render_kw={"rows": 3}
    )
