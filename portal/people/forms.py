"""Forms about residents."""

import re
from datetime import date
from typing import ClassVar

from wtforms import SelectField, StringField, TextAreaField

from portal.people.checking import Number
from portal.people.fields import id_type_field, resident_id, telephone
from portal.people.id_number import IdNumber
from portal.people.id_types import carries_birth_date
from portal.people.known_field import Known
from portal.people.models import GENDERS
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future
from portal.web.forms.plain_words import plain_words

__all__ = ["ResidentForm"]


def birth_date_field() -> Date:
    """For who shows a document that does not tell it; checked by `same_birth_date`."""
    return Date("出生日期", [Optional(), not_in_future], description="护照等号码里没有出生日期的才填。")


def same_birth_date(form, field) -> None:
    """A number of GB 11643 tells the birthday: another beside it is a slip in one of the two. Raises ValidationError."""
    number = form.id_number.data or ""
    if field.data and carries_birth_date(number) and IdNumber.parse(number).birth_date != field.data:
        raise ValidationError("和证件号码里的出生日期不同，请核对。")


class ResidentForm(Form):
    """Who it is, typed or as a line of a roster: what `portal.people.finding.resident_of` takes. Its fields: `name` and `id_number`,
    which must be given (the reason, for who has no document), `id_type`, `birth_date` where no number tells it, `phone` and `address`; `known` asks
    what becomes of what the register has otherwise."""

    name = StringField("姓名", [Required(), Short(60), no_numbers_here])
    id_number = StringField(
        "身份证号",
        [Required("请填写身份证号。"), Short(40), resident_id],
        description="也可以填护照等其他证件的号码。没有证件的，证件类型选“无证件”，在这里写明原因。",
    )
    id_type = id_type_field(none=True)
    birth_date = birth_date_field()
    phone = StringField("电话", [Short(30), telephone])
    address = StringField("住址", [Short(100), no_numbers_here])
    known = Known(here=("phone", "address"))

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")

    def validate_birth_date(self, field):
        same_birth_date(self, field)


_TAIL = re.compile(r"(?:尾号|末号|[后末][三四五六3-6]位)\D{0,6}[0-9０-９]{3}")


def a_reason(form, field) -> None:
    """WTForms validator: some words, and no part of the number for which the reason is given."""
    if _TAIL.search(field.data or ""):
        raise ValidationError("号码的尾数也不能写，请删去：记录里有这个人，加上尾数就能推出号码。")
    if len(re.findall(r"\w", field.data or "")) < 2:
        raise ValidationError("请写明理由。")


class RevealForm(Form):
    """Why somebody needs to see the full data of a resident (docs/domain/personal-data.md)."""

    reason = TextAreaField(
        "查看理由",
        [Required("请写明查看理由。"), Short(200), plain_words, a_reason],
        render_kw={"rows": 2},
        description="例如：电话核实调解时间。理由会记入审计记录。",
    )


class CorrectionForm(Form):
    """Correctable data of a resident. Masked entries are not pre-filled; left blank they keep their value."""

    OPEN: ClassVar = ("name", "gender", "ethnicity", "occupation", "workplace")
    COVERED: ClassVar = ("id_number", "birth_date", "phone", "address")

    name = StringField("姓名", [Required("请填写姓名。"), Short(60), no_numbers_here])
    gender = SelectField("性别", choices=GENDERS)
    ethnicity = StringField("民族", [Short(20)])
    id_number = Number("身份证号", [Short(40)], rule="person", description="不改就不填。出生日期和性别随身份证号更正。")
    id_type = id_type_field()
    birth_date = birth_date_field()
    phone = Number("联系电话", [Short(30)], rule="phone", description="不改就不填。")
    address = StringField("住址", [Short(100)], description="不改就不填。")
    occupation = StringField("职业或职务", [Short(40)])
    workplace = StringField("单位", [Short(80)])
    reason = TextAreaField(
        "理由",
        [Required("请写明理由。"), Short(200), plain_words],
        render_kw={"rows": 2},
        description="例如：按本人出示的身份证更正。理由会记入审计记录。",
    )

    def validate_name(self, field):
        field.data = normalise_name(field.data)

    def validate_birth_date(self, field):
        same_birth_date(self, field)

    def entries(self) -> dict[str, str | date]:
        """The new values by field name."""
        given = {name: self[name].data or "" for name in (*self.OPEN, *self.COVERED)}
        given = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in given.items() if value or name in self.OPEN}


class SearchForm(Form):
    """Finding a resident."""

    q = StringField("姓名、拼音、身份证号、手机号")
