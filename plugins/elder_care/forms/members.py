"""Forms of members: enrolling, steps, categories, cards, those who fetch for them."""

from wtforms import SelectField, StringField, TextAreaField

from plugins.elder_care.choices import CARD_ENDS, CATEGORIES, HOUSEHOLDS, STOPS
from portal.people.fields import telephone
from portal.people.forms import ResidentForm
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future

NO_CATEGORY = {"": "没有（只按年龄）"}


class RosterForm(ResidentForm):
    """One line of the roster, typed or from Excel."""

    known = Known(here=("phone", "address"), lasting="就餐登记")

    household = SelectField("户籍", choices=HOUSEHOLDS, default="")
    category = SelectField("类别", choices=NO_CATEGORY | CATEGORIES, default="")
    document = StringField("证件或文号", [Short(80)], description="证明类别的证件，例如：低保证号。")
    joined_on = Date("从哪天起", [Optional(), not_in_future], description="不填从今天开始。")

    def validate_document(self, field):
        if self.category.data and not (field.data or "").strip():
            raise ValidationError("登记了类别，请写明证件或文号。")


class EnrolForm(RosterForm):
    """登记就餐老人."""

    creates = "一位就餐老人"
    unit_id = SelectField("所属社区", coerce=int)


class HouseholdForm(Form):
    """户籍."""

    household = SelectField("户籍", choices={key: name for key, name in HOUSEHOLDS.items() if key})
    note = StringField("依据", [Required("请写明依据，例如：户口簿。"), Short(200), no_numbers_here])


class StopForm(Form):
    """停止就餐."""

    reason = SelectField("原因", choices=STOPS)
    on = Date("从哪天起停止", [Required("请填写日期。"), not_in_future])
    note = StringField("说明", [Short(200), no_numbers_here])


class NewCardForm(Form):
    """换卡."""

    reason = SelectField("原因", choices={key: name for key, name in CARD_ENDS.items() if key != "stopped"})


class AgentForm(Form):
    """代领授权."""

    name = StringField("代领人姓名", [Required(), Short(60), no_numbers_here])
    phone = StringField("电话", [Short(30), telephone])
    relation = StringField(
        "与本人的关系", [Required(), Short(20), no_numbers_here], description="例如：女儿、邻居、志愿者。"
    )
    valid_from = Date("从哪天起", [Required("请填写日期。")])
    valid_until = Date("到哪天止", [Required("请填写日期。")])


class CounterForm(Form):
    """冲正."""

    reason = TextAreaField("理由", [Required("请写明理由。"), Short(200), no_numbers_here], render_kw={"rows": 2})

    def arguments(self) -> dict[str, str]:
        """For each of many lines."""
        return {"reason": self.reason.data or ""}
