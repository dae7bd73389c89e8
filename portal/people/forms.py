"""Forms about residents."""

from typing import ClassVar

from wtforms import SelectField, StringField, TextAreaField

from portal.people.checking import Number
from portal.people.fields import resident_id, telephone
from portal.people.models import GENDERS
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.web.forms import Form, Required, Short

__all__ = ["ResidentForm"]


class ResidentForm(Form):
    """Who it is, typed or as a line of a roster: what `portal.people.finding.found_or_entered` takes."""

    name = StringField("姓名", [Required(), Short(60), no_numbers_here])
    id_number = StringField("身份证号", [Required("请填写身份证号。"), Short(20), resident_id])
    phone = StringField("电话", [Short(30), telephone])
    address = StringField("住址", [Short(100), no_numbers_here])

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")


class RevealForm(Form):
    """Why somebody needs to see the full data of a resident (docs/domain/personal-data.md)."""

    reason = TextAreaField(
        "查看理由",
        [Required("请写明查看理由。"), Short(200)],
        render_kw={"rows": 2},
        description="例如：电话核实调解时间。理由会记入审计记录。",
    )


class ErasureForm(Form):
    """Why the data of a resident is deleted (个人信息保护法 §47)."""

    reason = TextAreaField(
        "理由",
        [Required("请写明理由。"), Short(200)],
        render_kw={"rows": 2},
        description="例如：本人书面申请，处理目的已实现。理由会记入审计记录。",
    )


class CorrectionForm(Form):
    """Correctable data of a resident. Masked entries are not pre-filled; left blank they keep their value."""

    OPEN: ClassVar = ("name", "gender", "ethnicity", "occupation", "workplace")
    COVERED: ClassVar = ("id_number", "phone", "address")

    name = StringField("姓名", [Required("请填写姓名。"), Short(60), no_numbers_here])
    gender = SelectField("性别", choices=GENDERS)
    ethnicity = StringField("民族", [Short(20)])
    id_number = Number("身份证号", [Short(40)], rule="person", description="不改就不填。出生日期和性别随身份证号更正。")
    phone = Number("联系电话", [Short(30)], rule="phone", description="不改就不填。")
    address = StringField("住址", [Short(100)], description="不改就不填。")
    occupation = StringField("职业或职务", [Short(40)])
    workplace = StringField("单位", [Short(80)])
    reason = TextAreaField(
        "理由",
        [Required("请写明理由。"), Short(200)],
        render_kw={"rows": 2},
        description="例如：按本人出示的身份证更正。理由会记入审计记录。",
    )

    def validate_name(self, field):
        field.data = normalise_name(field.data)

    def entries(self) -> dict[str, str]:
        """The new values by field name."""
        given = {name: (self[name].data or "").strip() for name in (*self.OPEN, *self.COVERED)}
        return {name: value for name, value in given.items() if value or name in self.OPEN}


class SearchForm(Form):
    """Finding a resident."""

    q = StringField("姓名、拼音、身份证号、手机号、证件后四位")
