"""Forms of how an agreement is performed."""

from wtforms import RadioField, SelectField, StringField, TextAreaField

from plugins.mediation.models.ending import WAYS
from plugins.mediation.models.instalment import HOW
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short
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


class ReminderForm(Form):
    """催促履行."""

    on = Date("日期", [Required("请填写日期。"), not_in_future])
    how = RadioField("方式", choices={name: name for name in WAYS.values()}, default=WAYS["phone"])
    note = TextAreaField("情况", [Required(), Short(500), no_numbers_here], render_kw={"rows": 3})
