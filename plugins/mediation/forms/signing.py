"""签名, 印章, 扫描件."""

from wtforms import BooleanField, FieldList, FormField, HiddenField, MultipleFileField, RadioField

from plugins.mediation.choices import PURPOSES
from plugins.mediation.forms.parts import PlainForm
from portal.web.forms import Form, Optional, Required, ValidationError
from portal.web.forms.fields import Date, not_in_future

FILES = "照片（JPG、PNG、HEIC）或 PDF，可以选多个，每个不超过 20 MB。"


class PartySignForm(PlainForm):
    """One line: a party, and the day it signed."""

    party_id = HiddenField()
    signed = BooleanField()
    on = Date("签名日期", [Optional(), not_in_future])


class MediatorSignForm(PlainForm):
    """One line: a mediator, and the day of the signature."""

    mediator_id = HiddenField()
    signed = BooleanField()
    on = Date("签名日期", [Optional(), not_in_future])


class SignaturesForm(Form):
    """签名、印章和扫描件."""

    version = HiddenField()
    day = Date("签名日期", [Optional(), not_in_future], description="打勾的人都记这一天；日期不同的，写在各人后面。")
    parties = FieldList(FormField(PartySignForm), label="当事人签名")
    mediators = FieldList(FormField(MediatorSignForm), label="调解员签名")
    sealed_on = Date("加盖印章日期", [Optional(), not_in_future])
    scan = MultipleFileField("签字盖章后的扫描件", description=FILES)

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        ticked = [row.form for row in (*self.parties, *self.mediators) if row.form.signed.data and not row.form.on.data]
        if ticked and not self.day.data and not self.day.errors:
            self.day.errors = ["请填写打勾的人签名的日期。"]
        for row in ticked:
            row.on.data = row.on.data or self.day.data
        return fits and not self.day.errors


class MaterialForm(Form):
    """上传材料."""

    creates = "一份材料"
    purpose = RadioField("材料类别", [Required("请选择材料类别。")], choices=PURPOSES)
    files = MultipleFileField("文件", description=FILES)

    def validate_files(self, field):
        if not chosen(field):
            raise ValidationError("请选择要上传的文件。")


def chosen(field: MultipleFileField) -> list:
    """The files somebody picked; a field left alone sends one without a name."""
    return [each for each in field.data or [] if getattr(each, "filename", "")]
