"""议题: proposed by staff or by residents, let in or kept out, merged, rated."""

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from plugins.consultation.choices import RATINGS
from portal.cases.neighbourhood import MATTER_NAMES
from portal.people.publishing import no_numbers_in_full
from portal.records.public_form import PublicForm, SenderForm
from portal.web.forms import Form, Required, Short, ValidationError

EXAMPLE = "一句话，例如：给 3 号楼装充电棚"


class ProposalForm(Form):
    """提出议题. From a case, or a record of another plugin, its name comes along."""

    creates = "一个议题"
    forum_id = SelectField("小区", coerce=int)
    matter = SelectField("哪一类", choices=MATTER_NAMES, default="other")
    title = StringField("议什么事", [Required("请写明议什么事。"), Short(80), no_numbers_in_full], description=EXAMPLE)
    text = TextAreaField(
        "情况和建议", [Required("请写明情况。"), Short(2000), no_numbers_in_full], render_kw={"rows": 5}
    )
    case_id = HiddenField()
    origin = HiddenField()


class PublicProposalForm(SenderForm):
    """A resident proposes, without an account."""

    title = StringField("议什么事", [Required("请写明议什么事。"), Short(80), no_numbers_in_full], description=EXAMPLE)
    matter = SelectField("哪一类", choices=MATTER_NAMES, default="other")
    text = TextAreaField(
        "情况和建议", [Required("请写明情况。"), Short(2000), no_numbers_in_full], render_kw={"rows": 5}
    )

    def arguments(self) -> dict:
        fields = {name: self[name].data for name in ("title", "matter", "text")}
        return {**fields, "proposer": self.contact()}


class AcceptanceForm(Form):
    """列入: in the words that will be published."""

    title = StringField("议题", [Required("请填写议题。"), Short(80), no_numbers_in_full])
    text = TextAreaField(
        "公示的内容",
        [Required("请填写内容。"), Short(2000), no_numbers_in_full],
        render_kw={"rows": 5},
        description="会前公示给大家看，不要写个人的姓名、电话、门牌号。",
    )
    reason = StringField("说明", [Short(200), no_numbers_in_full], description="涉及负面清单的，必须写明理由。")


class MergerForm(Form):
    """并入另一议题."""

    other_id = SelectField("并入哪个议题", coerce=int)

    def validate_other_id(self, field):
        if not field.data:
            raise ValidationError("请选择议题。")


class RatingForm(PublicForm):
    """居民评价."""

    rating = RadioField("满意吗", [Required("请选择。")], choices=RATINGS, coerce=int)
    words = StringField("想说的话", [Short(200), no_numbers_in_full])
