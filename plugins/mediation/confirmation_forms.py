"""Forms of 司法确认."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField

from plugins.mediation.models.confirming import BASES, CHECKS, STAGES, TURNED_DOWN
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, Ticks, not_in_future


class ConfirmationForm(Form):
    """申请司法确认."""

    together = BooleanField("各方当事人都同意共同申请")
    checks = Ticks("自检", choices=CHECKS, description="逐项核对，符合的打勾。有一项不符合，人民法院不予受理。")
    basis = RadioField("管辖", [Required("请选择由哪里的法院管辖。")], choices=BASES, default="seat")
    court = StringField("人民法院", [Required(), Short(60), no_numbers_here], description="写全称。")

    def validate_together(self, field):
        if not field.data:
            raise ValidationError("司法确认由各方当事人共同申请；有一方不同意的，不能申请。")

    def validate_checks(self, field):
        if lacking := [name for key, name in CHECKS.items() if key not in (field.data or ())]:
            raise ValidationError(
                f"有 {len(lacking)} 项没有打勾：{'；'.join(lacking)}。不符合的，人民法院不予受理，请告知当事人其他途径。"
            )


class ProgressForm(Form):
    """登记司法确认进展."""

    stage = RadioField("进展", [Required("请选择进展。")], choices=STAGES)
    on = Date("日期", [Required("请填写日期。"), not_in_future])
    ruling = StringField("裁定书文号", [Short(60), no_numbers_here], description="裁定有效、裁定驳回的填写。")
    reason = TextAreaField(
        "理由",
        [Short(500), no_numbers_here],
        render_kw={"rows": 3},
        description="裁定驳回、不予受理的写明法院的理由。",
    )
    told = BooleanField(
        "已告知当事人可以变更协议、重新调解或者向人民法院起诉", description="裁定驳回、不予受理的勾选。"
    )

    def validate_told(self, field):
        if self.stage.data in TURNED_DOWN and not field.data:
            raise ValidationError("请先告知当事人其他途径，告知后再勾选。")
