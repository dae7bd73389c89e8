"""Forms about premises."""

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import NumberRange

from plugins.population.choices import USES
from plugins.population.forms.household import begin_field
from plugins.population.forms.place import PlaceFields
from portal.people.fields import id_type_field, resident_id
from portal.people.forms import ResidentForm
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.people.uscc import parse_uscc
from portal.personal_names import normalise_name
from portal.records.forms import phone_field
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future

PERSON, FIRM, NAMED = "person", "organisation", "named"
OWNER_KINDS = {PERSON: "居民", FIRM: "单位", NAMED: "只知道姓名"}


class CorrectionForm(PlaceFields, Form):
    """更正 of premises."""

    use = SelectField("用途", choices=USES)
    unit_id = SelectField("所属社区、网格", coerce=int)


class PremisesForm(CorrectionForm):
    """登记房屋."""

    creates = "一处房屋"


class OwnerForm(Form):
    """登记房主."""

    kind = SelectField("房主是", choices=OWNER_KINDS)
    name = StringField("姓名或名称", [Required("请填写姓名或者名称。"), Short(60), no_numbers_here])
    id_number = StringField("身份证号", [Short(40), resident_id], description="房主是居民的必填；只知道姓名的不填。")
    id_type = id_type_field()
    uscc = StringField("统一社会信用代码", [Short(18)], description="房主是单位的填写。")
    phone = phone_field()
    share = IntegerField(
        "份额（%）",
        [Optional(), NumberRange(1, 100, "请填写 1 到 100 之间的整数。")],
        description="共有的填写，不清楚的不填。",
    )
    on = begin_field()
    known = Known(lasting="房主登记")

    def validate_name(self, field):
        if self.kind.data != FIRM:
            field.data = normalise_name(field.data or "")

    def validate_kind(self, field):
        if field.data == PERSON and not (self.id_number.data or "").strip():
            raise ValidationError("房主是居民的，请填写身份证号；不知道的选“只知道姓名”。")

    def validate_uscc(self, field):
        if (field.data or "").strip():
            try:
                field.data = parse_uscc(field.data)
            except ValueError as error:
                raise ValidationError(f"{error}。") from None


class LeaseForm(ResidentForm):
    """登记承租人."""

    known = Known(lasting="承租登记")
    on = begin_field("起租日期")
    contract_until = Date("合同到期", [Optional()], description="没有书面合同的不填。")


class RenewForm(Form):
    """续租."""

    contract_until = Date("合同到期", [Required("请填写日期。")])


class CheckForm(Form):
    """登记核对."""

    on = Date("核对日期", [Required("请填写日期。"), not_in_future])
    result = StringField(
        "核对情况",
        [Required("请写明核对情况。"), Short(100), no_numbers_here],
        description="例如：人房一致，没有发现隐患。不写姓名。",
    )
