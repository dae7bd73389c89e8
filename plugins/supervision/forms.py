"""督办: opened, raised, answered, given more time, reviewed, lifted; the minutes of 约谈."""

from wtforms import RadioField, SelectField, StringField, TextAreaField

from plugins.supervision.choices import BEGUN_AT, REASONS, SATISFACTION
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.publishing import no_numbers_here
from portal.records.forms import name_field, phone_field
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Moment, not_in_future, within_years


def _text(label: str, missing: str, rows: int = 4, **more) -> TextAreaField:
    return TextAreaField(label, [Required(missing), Short(1000), no_numbers_here], render_kw={"rows": rows}, **more)


class DemandForm(Form):
    """What is the matter, for which of the three reasons, and what is asked."""

    cause = RadioField("原因", [Required("请选择原因。")], choices=REASONS)
    matter = _text("督办事由", "请写明督办事由。")
    demands = _text("要求", "请写明要求。", 3)


class OpenForm(DemandForm):
    """督办."""

    creates = "一次督办"
    target_id = SelectField("被督办单位", coerce=int)
    level = RadioField("方式", choices=BEGUN_AT, default="remind", description="约谈、通报、挂牌要从督办单升级。")

    def arguments(self) -> dict:
        target = db.session.get_one(OrgUnit, self.target_id.data)
        return {"target": target} | {name: self[name].data for name in ("level", "cause", "matter", "demands")}


class RaiseForm(DemandForm):
    """升级, to one of the next levels."""

    level = RadioField("升级为", [Required("请选择升到哪一级。")])


class AnswerForm(Form):
    """答复."""

    text = _text("答复", "请写明办理情况和下一步措施。", 6)


class MoreTimeForm(Form):
    """申请延期."""

    until = Moment("延到", [Required("请填写延到什么时候。"), within_years(3)])
    reason = _text("理由", "请写明理由。", 3)


class AssessmentForm(Form):
    """审查: 考评意见, and what whoever brought the case says."""

    assessment = _text("考评意见", "请写明考评意见。")
    satisfaction = RadioField("当事人", choices=SATISFACTION, default="")


class TalkForm(Form):
    """记录约谈."""

    talked_at = Moment("约谈时间", [Required("请填写约谈时间。"), not_in_future])
    place = StringField("地点", [Required("请填写地点。"), Short(100), no_numbers_here])
    name = name_field("约谈对象", Required("请填写约谈对象。"), description="被督办单位的负责人。")
    phone = phone_field()
    minutes = _text("约谈内容", "请写明约谈内容和整改承诺。", 8)

    def arguments(self) -> dict:
        who = Contact(name=self.name.data, phone=self.phone.data or None)
        return {"talked_to": who} | {name: self[name].data for name in ("talked_at", "place", "minutes")}
