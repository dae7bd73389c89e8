"""Ballots on paper: entered by the number printed on them, and taken back."""

from wtforms import BooleanField, IntegerField, RadioField, StringField
from wtforms.validators import NumberRange

from plugins.owners_vote.models.ballot import ON_PAPER, WAYS
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError

NUMBER = NumberRange(1, 99_999, "请填写票面上的号码。")


class PaperBallotForm(Form):
    """录入表决票: three keys a ballot."""

    number = IntegerField("票号", [Required("请填写票面上的号码。"), NUMBER], render_kw={"autofocus": True})
    choice = RadioField("意见", [Required("请选择一项。")], choices=ON_PAPER)
    agent = StringField("代理人", [Short(40), no_numbers_here], description="本人投票的不填。")
    authorised = BooleanField("收到业主的书面委托")

    def validate_authorised(self, field):
        if (self.agent.data or "").strip() and not field.data:
            raise ValidationError("代理投票须有业主的书面委托。")

    def arguments(self) -> dict:
        name = normalise_name(self.agent.data or "")
        return {"number": self.number.data, "choice": self.choice.data, "agent": Contact(name=name) if name else None}


class WithdrawForm(Form):
    """撤销一张票."""

    number = IntegerField("票号", [Required("请填写票面上的号码。"), NUMBER])
    way = RadioField("哪一张", choices=WAYS, default="paper")
    reason = StringField(
        "为什么撤销", [Required("请写明理由。"), Short(200), no_numbers_in_full], description="例如：录错，票面是反对"
    )


class ConfirmForm(Form):
    """确认撤销."""

    agreed = RadioField(
        "核对结果",
        [Required("请选择核对结果。")],
        choices={"yes": "确认撤销，这张票不再计", "no": "不撤销，这张票有效"},
    )
    note = StringField("说明", [Short(200), no_numbers_in_full])

    def arguments(self) -> dict:
        return {"agreed": self.agreed.data == "yes", "note": self.note.data or ""}
