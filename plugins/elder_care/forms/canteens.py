"""Forms of canteens: themselves, licences, set meals, menus."""

from wtforms import SelectField, StringField, TextAreaField

from plugins.elder_care.choices import CANTEENS
from plugins.elder_care.models.canteen import hours_of
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Yuan, above_zero, not_before, not_in_future

HOURS = "例如：11:00-13:00。不供应的不填。"


def hours(form, field) -> None:
    """Hours of one sitting, in their one stored form."""
    field.data = (field.data or "").strip().replace("：", ":").replace("—", "-").replace("－", "-").replace("至", "-")
    if not field.data:
        return
    found = hours_of(field.data)
    if found is None:
        raise ValidationError("时间写成 11:00-13:00 这样，结束晚于开始。")
    field.data = f"{found[0]:%H:%M}-{found[1]:%H:%M}"


class CanteenForm(Form):
    """助餐点."""

    name = StringField("名称", [Required(), Short(80), no_numbers_in_full], description="例如：泰兴社区老年食堂")
    kind = SelectField("类型", choices=CANTEENS)
    run_by = StringField("运营单位", [Short(80), no_numbers_in_full])
    address = StringField("地址", [Short(120), no_numbers_in_full])
    phone = StringField("电话", [Short(20), telephone])
    breakfast = StringField("早餐时间", [Short(20), hours], description=HOURS)
    lunch = StringField("午餐时间", [Short(20), hours], description=HOURS)
    dinner = StringField("晚餐时间", [Short(20), hours], description=HOURS)
    opened_on = Date("从哪天起供餐", [Required("请填写日期。")])

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if not any((self[name].data or "") for name in ("breakfast", "lunch", "dinner")):
            self.lunch.errors = [*self.lunch.errors, "至少填写一餐的时间。"]
            return False
        return fits


class FoundForm(CanteenForm):
    """设立助餐点."""

    creates = "一个助餐点"
    unit_id = SelectField("所属", coerce=int)


class EditForm(CanteenForm):
    """修改助餐点. Who runs it is changed from a day on (HandOverForm)."""

    run_by = None
    closed_on = Date(
        "停办日期",
        [Optional(), not_before("opened_on", "停办日期早于开办日期，请核对。")],
        description="最后一天供餐；不停办不填。",
    )


class HandOverForm(Form):
    """变更运营单位."""

    run_by = StringField("新的运营单位", [Required("请填写运营单位。"), Short(80), no_numbers_in_full])
    first = Date("从哪天起", [Required("请填写日期。"), not_in_future])


class PriceForm(Form):
    """套餐."""

    creates = "一个套餐"
    name = StringField("套餐名称", [Required(), Short(80), no_numbers_here], description="例如：两荤一素")
    price_fen = Yuan("价格（元）", [Required("请填写价格。"), above_zero])
    valid_from = Date(
        "从哪天起", [Required("请填写日期。")], description="改价：写同样的名称和新价格，原价格到前一天为止。"
    )


class DishesForm(Form):
    """食谱 of one sitting of one day."""

    day = Date("日期", [Required("请填写日期。")])
    sitting = SelectField("餐次")
    text = TextAreaField("菜品", [Required("请填写菜品。"), Short(300), no_numbers_in_full], render_kw={"rows": 2})
