"""Forms by which what was registered is put right."""

from wtforms import FieldList, FormField, RadioField, SelectField, StringField, TextAreaField

from portal.cases.choices import LEVELS, NATURES
from portal.cases.forms import NUMBERS, PartyForm, Weighing
from portal.cases.kinds.field import KindField
from portal.org.chooser import UnitField
from portal.people.publishing import no_numbers_here
from portal.web.forms import LETTER, Form, Optional, Required, Short
from portal.web.forms.fields import Date, not_in_future
from portal.web.forms.plain_words import plain_words

TAKE_OFF, WITHDREW = 0, -1  # not sides


def reason_field() -> TextAreaField:
    return TextAreaField(
        "更正的理由", [Required("请写明更正的理由。"), Short(500), no_numbers_here], render_kw={"rows": 2}
    )


class AmendForm(Weighing):
    """更正登记: everything that was entered but the parties."""

    title = StringField("事项名称", [Required(), Short(100), plain_words])
    nature = RadioField("性质", choices=NATURES)
    kind = KindField("事项类型", [Required("请选择事项类型。")], render_kw={"required": False})
    level = RadioField("分级", choices=LEVELS)
    source = SelectField("来源")
    description = TextAreaField("简要情况", [Required(), Short(LETTER)], render_kw={"rows": 5}, description=NUMBERS)
    unit_id = UnitField("所在社区、网格")
    location = StringField("具体地点", [Short(100), no_numbers_here])
    happened_on = Date("发生日期", [Optional(), not_in_future])
    reason = reason_field()


class PartyCorrectionForm(Form):
    """A party stands on another side, does not belong to the case, or withdrew from it."""

    side = RadioField("更正为", coerce=int)
    reason = reason_field()


class NewPartyForm(Form):
    """增加当事人: one more, as in 登记事项."""

    side = RadioField("身份", coerce=int, validators=[Required("请选择身份。")])
    applicants = FieldList(FormField(PartyForm), label="当事人", min_entries=1, max_entries=1)
    reason = reason_field()

    def rows(self) -> list[tuple[int, FormField]]:
        """`(side, row)` of the one."""
        return [(self.side.data, row) for row in self.applicants if not row.form.is_empty]

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if not self.rows():
            self.refuse(self.applicants[0].form.name, "请填写姓名或名称。")
        return fits and bool(self.rows())

    def refuse(self, field, message: str) -> None:
        """Say at a field of the party what is wrong with it."""
        field.errors = [*field.errors, message]
        self.applicants.errors = [row.errors for row in self.applicants if row.errors]
