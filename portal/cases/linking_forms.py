"""Forms by which a case is withdrawn, merged and split."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, StringField, TextAreaField

from portal.cases.forms import NUMBERS
from portal.cases.kinds.field import KindField
from portal.cases.models.withdrawing import WAYS
from portal.people.publishing import no_numbers_here
from portal.web.forms import LETTER, Form, Required, Short, ValidationError
from portal.web.forms.fields import Ticks
from portal.web.forms.plain_words import plain_words


def reason_field(label: str = "理由") -> TextAreaField:
    return TextAreaField(label, [Required("请写明理由。"), Short(500), no_numbers_here], render_kw={"rows": 3})


class WithdrawForm(Form):
    """申请人撤回: who said so, how, and why."""

    parties = Ticks("谁撤回", coerce=int)
    way = RadioField("怎样提出的", choices=WAYS, default="visit")
    reason = reason_field("撤回的理由")


class FoundField(RadioField):
    """What was found, of which none has to be chosen. `offer`ed by the step; nothing stands there where nothing is."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, coerce=int, choices=[], **kwargs)

    def offer(self, found: Iterable[tuple[int, str]]) -> None:
        self.choices = list(found)

    def pre_validate(self, form: Any) -> None:
        """Raises ValidationError for one that is not among them."""
        if self.data is not None:
            super().pre_validate(form)


class MergeForm(Form):
    """并入: into which, by its number, or one that was found by words."""

    number = StringField(
        "并入哪一件",
        [Short(60)],
        description="写编号（和本件同一单位、同一年编号的，写最后几位就可以，例如 115），或者写名称、当事人查找。",
    )
    other_id = FoundField("查到的")
    reason = reason_field()

    def validate_number(self, field: StringField) -> None:
        if not (field.data or "").strip() and self.other_id.data is None:
            raise ValidationError("请填写那一件的编号，或者查找以后选中。")


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
