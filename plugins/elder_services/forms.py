"""Forms of providers, orders and visits."""

from wtforms import BooleanField, RadioField, SelectField, StringField

from plugins.elder_services.choices import CONFIRMED_BY, GROUNDS, SERVICES
from portal.people.fields import telephone
from portal.people.forms import ResidentForm
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, Ticks, not_in_future


class ProviderForm(Form):
    """服务单位."""

    name = StringField("名称", [Required(), Short(80), no_numbers_here])
    kinds = Ticks("服务项目", [Required("请勾选服务项目。")], choices=SERVICES)
    phone = StringField("电话", [Short(20), telephone])
    valid_from = Date("从哪天起", [Required("请填写日期。")])


class EnlistForm(ProviderForm):
    """登记服务单位."""

    creates = "一个服务单位"


class VisitedForm(ResidentForm):
    """探访对象, typed or a line of a roster."""

    known = Known(here=("phone", "address"), lasting="探访登记")

    ground = SelectField("原因", choices=GROUNDS)
    valid_from = Date("从哪天起", [Required("请填写日期。")])


class CorrectForm(Form):
    """更正."""

    ground = SelectField("原因", choices=GROUNDS)
    valid_from = Date("从哪天起", [Required("请填写日期。")])


class EnrolForm(VisitedForm):
    """The same, typed: where he lives, too."""

    creates = "一位探访对象"
    unit_id = SelectField("所属社区", coerce=int)


REQUEST = "例如：上午，家中有浴凳。不写病情。"


class OrderForm(ResidentForm):
    """服务需求."""

    creates = "一张服务工单"
    unit_id = SelectField("所属社区", coerce=int)
    kind = SelectField("服务项目", choices=SERVICES)
    wanted_on = Date("希望哪天", [Required("请填写日期。")])
    request = StringField("具体要求", [Short(200), no_numbers_here], description=REQUEST)
    late = BooleanField("补记以前的需求")
    younger = BooleanField("不满 60 周岁，因残疾、失能需要服务")


class CorrectOrderForm(Form):
    """更正服务需求."""

    kind = SelectField("服务项目", choices=SERVICES)
    wanted_on = Date("希望哪天", [Required("请填写日期。")])
    request = StringField("具体要求", [Short(200), no_numbers_here], description=REQUEST)
    late = BooleanField("补记以前的需求")


class AssignForm(Form):
    """派单."""

    provider = SelectField("服务单位", coerce=int)
    on = Date("哪天服务", [Required("请填写日期。")])


class DoneForm(Form):
    """登记完成."""

    on = Date("服务日期", [Required("请填写日期。"), not_in_future])
    result = StringField("做了什么", [Required("请写明做了什么。"), Short(200), no_numbers_here])


class ConfirmForm(Form):
    """确认."""

    confirmed_by = RadioField("怎样核实", [Required("请选择。")], choices=CONFIRMED_BY)
    satisfied = RadioField("是否满意", [Required("请选择。")], choices={"yes": "满意", "no": "不满意"})
    note = StringField("说明", [Short(200), no_numbers_here])

    def arguments(self) -> dict:
        return {
            "confirmed_by": self.confirmed_by.data,
            "satisfied": self.satisfied.data == "yes",
            "note": self.note.data or "",
        }
