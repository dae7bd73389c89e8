"""受理 and 告知."""

from wtforms import FieldList, FormField, HiddenField, RadioField, StringField, TextAreaField

from plugins.mediation.choices import SOURCES
from plugins.mediation.forms.parts import PlainForm, Ticks
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future


class ConsentForm(PlainForm):
    """调解意愿 of one party."""

    party_id = HiddenField()
    consent = RadioField("调解意愿", [Required("请选择是否同意调解。")], choices={"yes": "同意调解", "no": "明确拒绝"})


class AcceptanceForm(Form):
    """受理."""

    source = RadioField("案件来源", [Required()], choices=SOURCES, default="application")
    consents = FieldList(FormField(ConsentForm), label="各方调解意愿")
    claims = TextAreaField("申请事项", [Short(1000)], render_kw={"rows": 3}, description="每行一项。")
    mediators = Ticks("人民调解员", coerce=int, description="从本调委会名册中选定一名或数名；当事人可以共同选择。")
    recorder = StringField("记录人", [Short(40)])
    remark = StringField("备注", [Short(200)])

    def validate_mediators(self, field):
        refusing = any(row.form.consent.data == "no" for row in self.consents)
        if not field.data and not refusing:
            raise ValidationError("请至少选定一名人民调解员（人民调解法第十九条）。")


class NoticeForm(Form):
    """告知权利义务."""

    on = Date("告知日期", [Required("请填写告知日期。"), not_in_future])
