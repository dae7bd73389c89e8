"""Forms of a committee: its terms, its roster, and what its mediators have learnt."""

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField

from plugins.mediation.models.credential import CERTIFICATE, HONOUR, KINDS, TRAINING
from plugins.mediation.models.mediator import CHOICES, GRADES, POSTS
from portal import clock
from portal.people.fields import id_type_field, resident_id, telephone
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Suggested, Ticks, not_before, not_in_future

LONGEST_LIFE = 120  # years


class CommitteeForm(Form):
    """设立调委会."""

    name = StringField("调委会名称", [Required(), Short(80), no_numbers_in_full])


class MediatorForm(Form):
    """名册."""

    name = StringField("姓名", [Required(), Short(40), no_numbers_here])
    gender = RadioField("性别", choices={"男": "男", "女": "女"}, default="男")
    post = SelectField("职务", choices=POSTS, default="member")
    chosen_by = SelectField("产生方式", choices=CHOICES)
    grade = SelectField("等级", choices=GRADES)
    full_time = BooleanField("专职")
    phone = StringField("电话", [Short(20), telephone])
    account = Suggested(
        "登录账号",
        [Short(90)],
        description="本人在这里有账号的必须填：从列出来的里选，或者填登录账号。本人调解的，补贴不能由本人审定、回访。",
    )
    valid_from = Date("任期开始", [Required("请填写任期开始日期。")])
    valid_until = Date(
        "任期结束",
        [Optional(), not_before("valid_from", "任期结束早于开始，请核对。")],
        description="委员不填的，到本届届满；聘任的不填，没有期限。",
    )
    specialities = StringField("擅长", [Short(100), no_numbers_here], description="例如：婚姻家庭、邻里、劳动争议。")
    ethnicity = StringField("民族", [Short(20), no_numbers_here])
    birth_date = Date("出生日期", [Optional(), not_in_future])
    political = StringField("政治面貌", [Short(20), no_numbers_here], description="例如：群众、中共党员。")
    education = StringField("学历", [Short(20), no_numbers_here], description="例如：大学专科。")
    profession = StringField("专业或职业", [Short(60), no_numbers_here])
    since_year = IntegerField("从事调解起始年份", [Optional()], description="例如 2018，用来算从业年限。")
    id_number = StringField(
        "身份证号", [Short(40), resident_id], description="可以不填。加密保存，页面和名册上只显示打码的。"
    )
    id_type = id_type_field()

    def validate_since_year(self, field):
        this_year = clock.today().year
        if field.data is not None and not this_year - LONGEST_LIFE <= field.data <= this_year:
            raise ValidationError(f"请填写 {this_year} 年或者更早的年份。")


class ElectionForm(Form):
    """换届."""

    creates = "一届"
    valid_from = Date("新一届任期自", [Required("请填写日期。")])
    valid_until = Date(
        "任期至", [Optional(), not_before("valid_from", "任期结束早于开始，请核对。")], description="不填的，三年。"
    )
    stay = Ticks("连任的委员", coerce=int, description="没有勾的委员到新一届开始的前一天离任；聘任调解员不受影响。")


class RenewalForm(Form):
    """续任."""

    valid_until = Date("续任至", [Optional()], description="没有期限的不填。")
    post = SelectField("职务", choices=POSTS)


class LeavingForm(Form):
    """离任."""

    on = Date("最后一天", [Required("请填写日期。"), not_in_future])
    reason = StringField("原因", [Required("请写明原因。"), Short(200), no_numbers_here])


class CredentialForm(Form):
    """证书, 培训, 表彰."""

    creates = "一条记录"
    kind = RadioField("登记什么", [Required("请选择。")], choices=KINDS)
    mediators = Ticks("哪些调解员", coerce=int)
    title = StringField("名称", [Required(), Short(100), no_numbers_here], description="证书名称、培训内容、表彰名称。")
    given_by = StringField("发证、主办或表彰单位", [Short(60), no_numbers_here])
    on = Date("日期", [Required("请填写日期。"), not_in_future])
    number = StringField("证书编号", [Short(60), no_numbers_here])
    valid_until = Date(
        "证书有效期至", [Optional(), not_before("on", "有效期早于发证日期，请核对。")], description="长期有效的不填。"
    )
    hours = IntegerField("学时", [Optional()])

    def validate_mediators(self, field):
        if not field.data:
            raise ValidationError("请至少勾选一名调解员。")
        if self.kind.data == CERTIFICATE and len(field.data) > 1:
            raise ValidationError("证书一人一号，请一次只勾一名。")

    def validate_number(self, field):
        field.data = (field.data or "").strip()
        if self.kind.data == CERTIFICATE and not field.data:
            raise ValidationError("请填写证书编号。")
        if self.kind.data in (TRAINING, HONOUR) and field.data:
            raise ValidationError(f"登记{KINDS[self.kind.data]}的不填证书编号。")

    def validate(self, extra_validators=None) -> bool:
        """A training without its hours: said here, for an empty box stops the checks of its field."""
        fits = super().validate(extra_validators)
        if self.kind.data == TRAINING and self.hours.data is None and not self.hours.errors:
            self.hours.errors = ["请填写学时。"]
        return fits and not self.hours.errors

    def validate_valid_until(self, field):
        if self.kind.data in (TRAINING, HONOUR) and field.data:
            raise ValidationError(f"登记{KINDS[self.kind.data]}的不填有效期。")

    def validate_hours(self, field):
        if field.data is not None and not 1 <= field.data <= 1000:
            raise ValidationError("学时在 1 到 1000 之间，请核对。")
        if self.kind.data in (CERTIFICATE, HONOUR) and field.data:
            raise ValidationError(f"登记{KINDS[self.kind.data]}的不填学时。")
