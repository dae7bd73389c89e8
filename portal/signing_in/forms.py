"""Forms of the second factor."""

from wtforms import HiddenField, PasswordField, StringField

from portal.accounts.passwords import MOST
from portal.signing_in.codes import plain, step_of
from portal.web.forms import Form, Required, Short, ValidationError

TYPED = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


class CodeForm(Form):
    """登录的第二步."""

    code = StringField(
        "动态码",
        [Required("请输入动态码。"), Short(40)],
        render_kw=TYPED,
        description="手机上验证器显示的 6 位数字。手机不在身边，输入一个备用码。",
    )

    def without_telephone(self) -> None:
        """Ask for nothing but a code of the paper."""
        self.code.label.text, self.code.description = "备用码", "没有通行密钥可用的，输入一个备用码。"
        self.code.validators = [Required("请输入备用码。"), *self.code.validators[1:]]


class ProofForm(Form):
    """Whoever changes the second factor proves once more who it is: by the password, and by the factor that is there."""

    password = PasswordField(
        "现在的密码", [Required("请输入现在的密码。"), Short(MOST)], render_kw={"autocomplete": "current-password"}
    )
    before = StringField(
        "现在的动态码",
        [Required("请输入动态码。"), Short(40)],
        render_kw=TYPED,
        description="原来手机上的 6 位数字，或者一个备用码。",
    )


class SetUpForm(ProofForm):
    """设置动态码. `shown` is the secret, encrypted, that the page shows, for this account alone; the view opens it."""

    secret: bytes | None = None
    shown = HiddenField()
    code = StringField(
        "手机上显示的动态码",
        [Required("请输入动态码。"), Short(40)],
        render_kw=TYPED,
        description="扫码以后，手机上显示的 6 位数字。",
    )

    def validate_code(self, field):
        if self.secret and step_of(self.secret, plain(field.data)) is None:
            raise ValidationError("和这个密钥对不上：看一下手机的时间准不准，等下一个动态码出来再输。")
