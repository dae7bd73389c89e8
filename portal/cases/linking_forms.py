"""Forms by which a case is withdrawn, merged and split."""

from wtforms import RadioField, StringField, TextAreaField

from portal.cases.forms import NUMBERS
from portal.cases.kinds.field import KindField
from portal.cases.models.withdrawing import WAYS
from portal.people.publishing import no_numbers_here
from portal.web.forms import LETTER, Form, Required, Short
from portal.web.forms.fields import Ticks
from portal.web.forms.plain_words import plain_words


def reason_field(label: str = "理由") -> TextAreaField:
    return TextAreaField(label, [Required("请写明理由。"), Short(500), no_numbers_here], render_kw={"rows": 3})


class WithdrawForm(Form):
    """申请人撤回: who said so, how, and why."""

    parties = Ticks("谁撤回", coerce=int)
    way = RadioField("怎样提出的", choices=WAYS, default="visit")
    reason = reason_field("撤回的理由")


class MergeForm(Form):
    """并入: into which, by its number."""

    number = StringField(
        "并入哪一件（编号）",
        [Required("请填写那一件的编号。"), Short(60)],
        description="和本件同一单位、同一年编号的，写最后几位就可以，例如 115。",
    )
    reason = reason_field()


class SplitForm(Form):
    """拆分: what the new case is about, and whose it is."""

    creates = "一件事项"
    title = StringField("新事项的名称", [Required(), Short(100), plain_words])
    kind = KindField("事项类型", [Required("请选择事项类型。")], render_kw={"required": False})
    description = TextAreaField(
        "新事项的简要情况", [Required(), Short(LETTER)], render_kw={"rows": 4}, description=NUMBERS
    )
    parties = Ticks("当事人", coerce=int, description="选到新事项里的人，仍是原事项的当事人。")
    reason = reason_field("拆分的理由")
