"""Forms of accounts: signing in, one's own password, and what an administrator does."""

from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, StringField, TextAreaField

from portal.accounts import policy
from portal.accounts.passwords import MOST, PHRASE, WeakPassword, check_strength, rules_for
from portal.org.chooser import UnitField
from portal.personal_names import normalise_name
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Suggested
from portal.web.forms.plain_words import plain_words
from portal.web.pages.searching import carries_number

STATES = {
    "": "全部",
    "active": "正常",
    "locked": "已锁定",
    "dormant": "长期没有登录",
    "idle": "没有任职",
    "ending": "任职快到期",
}

WHO = "本单位或者上下级单位的人：输姓名，从列出来的人里选；没有列出来的，填账号。"


class LoginForm(Form):
    """登录."""

    username = StringField("账号", [Required("请输入账号。"), Short(40)])
    password = PasswordField("密码", [Required("请输入密码。"), Short(MOST)])
    next = HiddenField()


class PasswordForm(Form):
    """修改本人密码."""

    password = PasswordField(
        "现在的密码", [Required("请输入现在的密码。"), Short(MOST)], render_kw={"autocomplete": "current-password"}
    )
    new_password = PasswordField(
        "新密码",
        [Required("请输入新密码。"), Short(MOST)],
        render_kw={"autocomplete": "new-password"},
    )
    new_password_again = PasswordField(
        "再输一遍新密码", [Required("请再输一遍。"), Short(MOST)], render_kw={"autocomplete": "new-password"}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rules = rules_for(current_user)
        again = f"不能用最近 {rules.last} 次用过的。" if rules.last else ""
        self.new_password.description = f"至少 {rules.least} 位，大写字母、小写字母、数字、符号中至少有三类；{PHRASE} 位以上的不限。不要用常见的密码。{again}"

    def validate_new_password(self, field):
        try:
            check_strength(field.data, current_user.username, least=rules_for(current_user).least)
        except WeakPassword as error:
            raise ValidationError(str(error)) from None
        if field.data == self.password.data:
            raise ValidationError("新密码不能和现在的密码相同。")

    def validate_new_password_again(self, field):
        if field.data != self.new_password.data:
            raise ValidationError("两次输入的新密码不一样。")


class AccountFilter(FlaskForm):
    """The filter bar."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)

    q = StringField("账号或姓名")
    role = SelectField("角色", choices={}, default="")  # the view says which there are
    state = SelectField("状态", choices=STATES, default="")


def where_the_role_is(form: Form, field: UnitField) -> None:
    """Validator of the unit: the role chosen beside it exists there. Raises ValidationError."""
    names = dict(form.role.choices)
    if field.unit and form.role.data in names and not policy.is_there(form.role.data, field.unit):
        raise ValidationError(policy.NOT_THERE.format(role=names[form.role.data], unit=field.unit.name))


class AppointmentForm(Form):
    """增加任职. The view says which roles and units there are."""

    role = SelectField("角色")
    unit_id = UnitField("任职单位", [where_the_role_is])
    begins = Date("从哪一天", [Optional()], description="不填为今天。")
    last_day = Date("到哪一天", [Optional()], description="当天仍有效，第二天自动结束。不填的，到终止为止。")


class AccountForm(Form):
    """开通账号, with a first appointment."""

    username = StringField(
        "账号",
        [Required("请填写账号。"), Short(40)],
        render_kw={"autocomplete": "off"},
        description="登录时输入，开通后不能改。建议用姓名拼音，例如 wangxiaoyan。",
    )
    name = StringField("姓名", [Required("请填写姓名。"), Short(40)])
    role = SelectField("角色")
    unit_id = UnitField("任职单位", [where_the_role_is])

    def validate_username(self, field):
        field.data = field.data.strip()

    def validate_name(self, field):
        field.data = normalise_name(field.data)
        if carries_number(field.data):
            raise ValidationError("姓名里不能写身份证号、电话号码，请删去。")


class ColleagueField(Suggested):
    """An account, chosen by name from those offered as 李某（lisi）, or typed; `username` is what it says."""

    def offer(self, people: list[tuple[str, str]]) -> None:
        self.suggestions = [f"{name}（{username}）" for name, username in people]

    @property
    def username(self) -> str:
        text = (self.data or "").strip()
        return text[:-1].rpartition("（")[2] if text.endswith("）") else text


class DelegationForm(Form):
    """请人代办. The view says which offices there are."""

    office = SelectField("哪个任职", coerce=int)
    to = ColleagueField("请谁代办", [Required("请选择或者填写账号。"), Short(90)], description=WHO)
    begins = Date("从哪一天", [Required("请填写日期。")])
    ends = Date("到哪一天", [Required("请填写日期。")], description="当天仍有效，第二天自动结束。")
    reason = StringField(
        "事由", [Required("请写明事由。"), Short(100), plain_words], description="例如：休假、外出学习。"
    )


class DeputyForm(Form):
    """设副职 of one office."""

    to = ColleagueField("谁做副职", [Required("请选择或者填写账号。"), Short(90)], description=WHO)
    begins = Date("从哪一天", [Required("请填写日期。")])
    ends = Date("到哪一天", [Optional()], description="当天仍有效。不填的，和正职的任职一起结束。")
    reason = StringField(
        "依据", [Required("请写明依据。"), Short(100), plain_words], description="例如：AB 岗安排；街道分工。"
    )


class ReasonForm(Form):
    """A step with its reason; it stands in the audit trail."""

    reason = TextAreaField(
        "理由",
        [Required("请写明理由。"), Short(200), plain_words],
        render_kw={"rows": 2},
        description="例如：调离岗位；发现账号被他人使用。理由会记入审计记录。",
    )


class EndingForm(Form):
    """终止任职."""

    last_day = Date("任职到哪一天", [Optional()], description="当天仍有效。不填为立即终止。")
