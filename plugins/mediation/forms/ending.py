"""终止 and 结案."""

from wtforms import BooleanField, RadioField, TextAreaField

from plugins.mediation.choices import PERFORMANCES
from portal.web.forms import Form, Required, Short, ValidationError


class TerminationForm(Form):
    """终止调解."""

    reason = TextAreaField("终止原因", [Required("请写明原因。"), Short(1000)], render_kw={"rows": 4})
    told = BooleanField("已告知当事人可以依法通过仲裁、行政、司法等途径维护权利（人民调解法第二十六条）")

    def validate_told(self, field):
        if not field.data:
            raise ValidationError("终止调解必须告知当事人其他途径，告知后再勾选。")


class ClosureForm(Form):
    """结案."""

    performance = RadioField("履行情况", [Required("请选择履行情况。")], choices=PERFORMANCES)
    note = TextAreaField("说明", [Short(1000)], render_kw={"rows": 3})
