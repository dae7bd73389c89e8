"""Forms of how an agreement is performed."""

from wtforms import RadioField, SelectField, StringField, TextAreaField

from plugins.mediation.models import Dispute
from plugins.mediation.models.ending import WAYS
from plugins.mediation.models.instalment import HOW
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, Yuan, not_in_future


class PaymentForm(Form):
    """登记履行."""

    on = Date("履行日期", [Required("请填写履行日期。"), not_in_future])
    amount_fen = Yuan("金额", [Required("请填写金额。")], description="只付了一部分的，填实际付的。")
    payer_id = SelectField("付款人", coerce=int)
    payee_id = SelectField("收款人", coerce=int)
    how = RadioField("怎样付的", choices=HOW, default="transfer")
    note = StringField("说明", [Short(100), no_numbers_here])

    def arguments(self) -> dict:
        given = {name: self[name].data for name in ("on", "amount_fen", "how")}
        return given | {
            "payer_id": self.payer_id.data or None,
            "payee_id": self.payee_id.data or None,
            "note": self.note.data or "",
        }


class WhoPaid:
    """A form that notes payments on the way: `payer_id`, `payee_id` and `how` stand on it as far as the agreement leaves them open, and are wanted where it `pays`."""

    pays = False

    def offer_payment(self, dispute: Dispute) -> None:
        """Whom there is to choose; what each line of the plan says of its payee is not asked."""
        whose = [(each.party_id, f"{each.party.name}（{each.party.side_name}）") for each in dispute.parties]
        self.payer_id.choices = self.payee_id.choices = [(0, "请选择"), *whose]
        unpaid = dispute.agreement.unpaid
        if unpaid and all(each.payee_id for each in unpaid):
            del self.payee_id

    def validate_payer_id(self, field):
        if self.pays and not field.data:
            raise ValidationError("协议没有写明谁付款，请选择，收条上要写。")

    def validate_payee_id(self, field):
        if self.pays and not field.data:
            raise ValidationError("协议没有写明谁收款，请选择，收条上要写。")
        if field.data and self.payer_id and field.data == self.payer_id.data:
            raise ValidationError("收款人和付款人是同一个人，请核对。")

    def validate_how(self, field):
        if self.pays and field.data not in HOW:
            raise ValidationError("协议没有写明怎样付，请选择，收条上要写。")

    def payment(self) -> dict:
        """Who paid whom and how, as far as it was asked."""
        return {name: self[name].data for name in ("payer_id", "payee_id", "how") if name in self}


class ReminderForm(Form):
    """催促履行."""

    on = Date("日期", [Required("请填写日期。"), not_in_future])
    how = RadioField("方式", choices={name: name for name in WAYS.values()}, default=WAYS["phone"])
    note = TextAreaField("情况", [Required(), Short(500), no_numbers_here], render_kw={"rows": 3})
