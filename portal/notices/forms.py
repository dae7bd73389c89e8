"""The filter of the list of messages, and 我的提醒."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField

from portal.notices.words import KINDS, MODES
from portal.people.phone import PhoneError, normalise_phone
from portal.web.forms import Form, Short, ValidationError
from portal.web.forms.fields import Ticks

MOBILE_LENGTH = 11


class MessageFilter(FlaskForm):
    """Filters of the list, kept in the address."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)

    state = SelectField("状态", choices={"": "全部", "unread": "未读"}, default="")
    kind = SelectField("类别", choices={"": "全部", **KINDS}, default="")


class ReaderForm(Form):
    """我的提醒."""

    mode = RadioField("门户以外怎么提醒", choices=MODES, default="off")
    kinds = Ticks("哪些要提醒", choices=KINDS)
    mail = StringField("电子邮箱", [Short(80)], description="本单位有邮件通道时发到这里。")
    phone = StringField("手机号码", [Short(20)], description="本单位有短信通道时发到这里。只有您自己看得到。")

    def validate_mail(self, field):
        field.data = (field.data or "").strip()
        name, _, place = field.data.partition("@")
        if field.data and (not name or "." not in place or any(each in field.data for each in " ,;<>")):
            raise ValidationError("邮箱写法不对，例如 wang@example.cn。")

    def validate_phone(self, field):
        if not (field.data or "").strip():
            field.data = ""
            return
        try:
            field.data = normalise_phone(field.data)
        except PhoneError as error:
            raise ValidationError(str(error)) from None
        if len(field.data) != MOBILE_LENGTH or not field.data.isdigit():
            raise ValidationError("请填写手机号码，共 11 位数字。")

    def validate_mode(self, field):
        if field.data != "off" and not ((self.mail.data or "").strip() or (self.phone.data or "").strip()):
            raise ValidationError("要在门户以外提醒，请填写邮箱或者手机号码。")
