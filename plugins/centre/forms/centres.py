"""The centre, its rooms, its windows, the departments that are present, and calls."""

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from plugins.centre.choices import PRESENCES, WEEKDAYS
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here
from portal.records.forms import ReasonForm
from portal.settings import listed
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Moment, Suggested, Ticks, not_in_future, parse_day, within_years

PHONE = [Short(30), telephone]


def line(label: str, most: int, *checks, **more) -> StringField:
    return StringField(label, [*checks, Short(most), no_numbers_here], **more)


def metres(label: str) -> IntegerField:
    return IntegerField(
        label, [InputRequired("请填写面积。"), NumberRange(1, 100_000, "请填写 1 到 100000 之间的整数。")]
    )


class CentreForm(Form):
    """修改综治中心."""

    title = line("名称", 80, Required("请填写名称。"))
    address = line("地址", 120, Required("请填写地址。"))
    phone = StringField("电话", PHONE, description="中心对外的电话，公开页面上有。")
    hours = line("开放时间", 120, Required("请填写开放时间。"), description="例如：工作日 08:30-12:00，14:30-17:30")
    leader = line("负责人", 40)
    square_metres = metres("建筑面积（平方米）")
    opened_on = Date("启用日期", [Required("请填写日期。"), within_years(100)])


class NewCentreForm(CentreForm):
    """登记综治中心."""

    creates = "一个综治中心"
    unit_id = SelectField("哪个单位", coerce=int)


class CentreRowForm(CentreForm):
    """综治中心名册: its labels are the headings of the sheet."""

    creates = "一个综治中心"
    unit = line("哪个单位", 80, Required("请填写单位。"))


class AreaForm(Form):
    """增加功能区."""

    kind = SelectField("类别")
    name = line("名称", 40, Required("请填写名称。"))
    square_metres = metres("面积（平方米）")


class WatchForm(Form):
    """启用到岗登记."""

    why = line(
        "用在什么场合、为什么", 200, Required("请写明理由。"), description="只登记窗口有没有人，不用来考核个人。"
    )
    approver = line("谁批准的", 40, Required("请填写批准人。"))
    first = Date("从哪天起", [Required("请填写日期。"), within_years(3)])
    last = Date("到哪天", [Required("请填写日期。"), within_years(3)], description="最多一年，到期自动停用。")


class EndForm(ReasonForm):
    """停用、退出、停办: the last day, and why."""

    gives = {"on": "on", "reason": "text"}
    on = Date("最后一天", [Required("请填写日期。"), within_years(3), not_in_future])


class WindowForm(Form):
    """窗口."""

    creates = "一个窗口"
    serial = IntegerField(
        "几号窗口", [InputRequired("请填写号数。"), NumberRange(1, 999, "请填写 1 到 999 之间的整数。")]
    )
    title = line("名称", 40, Required("请填写名称。"))
    kind = SelectField("类别")
    handles = TextAreaField("办什么", [Short(300), no_numbers_here], render_kw={"rows": 3})
    valid_from = Date("从哪天起", [Required("请填写日期。"), within_years(100)])
    valid_until = Date("到哪天", [Optional(), within_years(100)], description="没有定的不填。")


class PresenceForm(Form):
    """入驻部门."""

    creates = "一个入驻部门"
    title = Suggested("哪个部门", [Required("请填写部门。"), Short(60), no_numbers_here])
    kind = SelectField(
        "怎么入驻", choices=PRESENCES, description="常驻每个工作日都在，轮驻按下面的日子，随驻有事呼叫。"
    )
    window_id = SelectField("在哪个窗口", coerce=int)
    weekdays = Ticks("轮驻的，周几来", choices=WEEKDAYS)
    dates = line("轮驻的，另外哪几天来", 300, description="例如：2026-12-03、2026-12-17")
    contact = line("联系人", 40)
    phone = StringField("联系电话", PHONE)
    valid_from = Date("从哪天起", [Required("请填写日期。"), within_years(100)])
    valid_until = Date("到哪天", [Optional(), within_years(100)], description="没有定的不填。")

    def validate_dates(self, field):
        days = [(each, parse_day(each)) for each in listed(field.data or "")]
        if wrong := next((each for each, day in days if day is None), ""):
            raise ValidationError(f"“{wrong}”不是日期，请写成 2026-12-03，几天的用“、”隔开。")
        field.data = "、".join(sorted({day.isoformat() for _, day in days}))

    def arguments(self) -> dict:
        names = ("title", "kind", "dates", "contact", "phone", "valid_from", "valid_until")
        given = {name: self[name].data for name in names} | {"weekdays": "".join(sorted(self.weekdays.data or ()))}
        if self.kind.data != "rotating":
            given |= {"weekdays": "", "dates": ""}
        return given | {"window_id": self.window_id.data or None}


class CallForm(Form):
    """呼叫随驻部门."""

    creates = "一次呼叫"
    what = line("请来办什么", 200, Required("请写明请来办什么。"))


class ArrivalForm(Form):
    """登记到场."""

    at = Moment("什么时候到的", [Required("请填写时间。"), not_in_future])
