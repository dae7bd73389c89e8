"""Sign-in form."""

from wtforms import HiddenField, PasswordField, StringField

from portal.web.forms import Form, Required, Short


class LoginForm(Form):
    """登录."""

    username = StringField("账号", [Required("请输入账号。"), Short(40)])
    password = PasswordField("密码", [Required("请输入密码。"), Short(200)])
    next = HiddenField()
