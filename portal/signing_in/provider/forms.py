"""The form of a provider of identity. Its secret is never shown again: left empty, it stays as it was."""

from urllib.parse import urlsplit

from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import Regexp

from portal.reachable import may_reach
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.plain_words import plain_words

MOVED = "换了地址或者客户端编号，原来的密钥不会发到新的地方，请重新填写，或者勾选“不用密钥”。"


class ProviderForm(Form):
    """统一身份认证. `before`: issuer, client_id and secret that were stored; () of a new one. `networks` are those that the operator allows."""

    before: tuple[str, ...] = ()
    networks: list[str] = []

    unit_id = SelectField("用在哪个单位及下级", coerce=int)
    name = StringField(
        "按钮上的名称",
        [Required(), Short(20), plain_words],
        description="登录页上写“用……登录”，例如：巴彦淖尔市统一身份认证。",
    )
    issuer = StringField(
        "发行者地址（issuer）",
        [Required(), Short(250)],
        description="OpenID Connect 的地址，https:// 开头；后面加 /.well-known/openid-configuration 能打开。",
    )
    client_id = StringField("客户端编号（client_id）", [Required(), Short(200)])
    secret = PasswordField("客户端密钥（client_secret）", [Short(300)], description="已有的不再显示；不改的不用填。")
    public = BooleanField("不用密钥（公开客户端，只凭 PKCE）")
    scope = StringField(
        "要哪些信息（scope）",
        [
            Required(),
            Short(120),
            Regexp(r"^openid( [\x21-\x7e]+)*$", message="写成 openid profile 这样，第一个是 openid。"),
        ],
        default="openid profile",
    )
    claim = StringField(
        "哪一项是账号（claim）",
        [Required(), Short(60), Regexp(r"^[A-Za-z0-9_.:/-]+$", message="只有英文字母、数字和 _ . : / -。")],
        default="preferred_username",
        description="对方用它说明是谁，要和这里的账号一样。账号用任职名册导入时，在“登录账号”一列写对方的账号名。这里没有的账号不会自己开通。",
    )
    twofold = StringField(
        "已经用了两种方法的标志（acr、amr）",
        [Short(200)],
        description="对方说了其中一个的，这里不再要动态码；不填的照样要。几个用顿号隔开，例如 mfa、otp。",
    )

    def validate_issuer(self, field):
        try:
            place = urlsplit(field.data.strip())
            host, _ = place.hostname or "", place.port
        except ValueError:
            raise ValidationError("地址写法不对，例如 https://sso.example.cn。") from None
        if not host or place.username or place.query or place.fragment:
            raise ValidationError("地址写法不对，例如 https://sso.example.cn，不带账号和问号后面的部分。")
        if place.scheme != "https" and (place.scheme, host) != ("http", "127.0.0.1"):
            raise ValidationError("地址要用 https://，否则账号会被别人看到。")
        try:
            reached = may_reach(host, self.networks)
        except ValueError:
            return  # a name: where it leads is looked at when it is spoken to
        if not reached:
            raise ValidationError(
                "这个地址在本机或者内部网络，没有放行。请运维人员在 PORTAL_OUTGOING_NETWORKS 里放行。"
            )

    def validate_secret(self, field):
        if self.public.data and field.data:
            raise ValidationError("填了密钥，又勾选了不用密钥，请只留一样。")
        if self.public.data or field.data:
            return
        if not self.before or not self.before[2]:
            raise ValidationError("请填写密钥；对方没有给密钥的，勾选“不用密钥”。")
        if self.before[:2] != (self.issuer.data.strip(), self.client_id.data.strip()):
            raise ValidationError(MOVED)
