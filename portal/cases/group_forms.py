"""Forms about a group: whom it elected, and who belongs to it."""

from wtforms import SelectField, StringField

from portal.people.fields import id_type_field, resident_id, telephone
from portal.people.publishing import no_numbers_here
from portal.records.forms import name_field
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, Ticks, not_in_future


class ElectForm(Form):
    """推选代表人: who was elected, and when."""

    parties = Ticks("代表人", coerce=int, description="同一方的一至五人。没有登记为当事人的，先增加当事人。")
    on = Date("推选日期", [Required("请填写推选日期。"), not_in_future])


class MemberForm(Form):
    """群体成员, typed or as a line of a sheet: its labels are the headings."""

    creates = "一名成员"
    name = name_field("姓名", Required("请填写姓名。"))
    phone = StringField("联系电话", [Short(30), telephone])
    id_number = StringField("身份证号", [Short(40), resident_id], description="没有可不填。")
    id_type = id_type_field()
    note = StringField("备注", [Short(60), no_numbers_here])
    side = SelectField("哪一方", choices={"1": "申请人", "2": "被申请人", "3": "第三人"}, default="1")

    def arguments(self) -> dict:
        given = {name: self[name].data or "" for name in ("name", "phone", "id_number", "note")}
        return given | {"side": int(self.side.data)}
