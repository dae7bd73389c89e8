"""The forms of the four kinds of channels. What is secret is never shown again: left empty, it stays as it was;
what a channel can be without is deleted by a tick."""

import ipaddress
import re
from urllib.parse import urlsplit

from wtforms import IntegerField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Regexp

from portal.notices.words import KINDS, MODES
from portal.reachable import may_reach
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Ticks
from portal.web.forms.plain_words import plain_words

KEPT = "已有的不再显示；不改的不用填。"
MOVED = "换了服务器、端口或者加密方式，原来的不会发到新的地方，请重新填写。新的不用填这一项的，在最下面勾选删除。"
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,118}[A-Za-z0-9])?")
FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]{0,39}")
OWN_FIELDS = (
    "version",
    "title",
    "message",
    "type",
    "attachments",
)  # of the library: they cannot be told from the interface's
PORTS = {"https": 443, "http": 80}
SECURE = {"ssl": "SSL（多用 465 端口）", "starttls": "STARTTLS（多用 587 端口）", "insecure": "不加密（只限内网）"}


class ChannelForm(Form):
    """What every channel has. `secrets` are fields that are kept where nothing is typed, `spare` those of them that a channel can be without,
    `before` what was stored, {} of a new one. `networks` are those that the operator allows."""

    secrets: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    networks: list[str] = []
    before: dict = {}

    unit_id = SelectField("用在哪个单位及下级", coerce=int)
    name = StringField("名称", [Required(), Short(40), plain_words], description="例如：昭君街道工作群。")
    forget = Ticks("删除已存的", description="勾选的，保存时删除；不勾选的不变。")

    def offer_to_forget(self) -> None:
        """Let what is stored, and can be done without, be ticked for deletion."""
        self.forget.choices = {key: self[key].label.text for key in self.spare if self.before.get(key)}
        if not self.forget.choices:
            del self.forget

    @property
    def forgotten(self) -> dict[str, str]:
        """The secrets that were ticked for deletion: key → label."""
        return {key: self[key].label.text for key in self.forget.data} if self.forget else {}

    def config(self) -> dict:
        """What is stored: what was typed, and the secrets there were before where nothing was, without those to be deleted."""
        common = ("unit_id", "name", "kinds", "mode", "forget", "csrf_token")
        typed = {each.short_name: each.data for each in self if each.short_name not in common}
        before = self.before | dict.fromkeys(self.forgotten, "")
        return typed | {key: before.get(key, "") for key in self.secrets if not self._is_typed(key)}

    def _is_typed(self, key: str) -> bool:
        return bool((self[key].data or "").strip())

    def validate_forget(self, field):
        if both := [name for key, name in self.forgotten.items() if self._is_typed(key)]:
            raise ValidationError(f"{'、'.join(both)}填了新的，又勾选了删除，请只留一样。")

    def needs_secret(self, field) -> None:
        if not field.data and not self.before:
            raise ValidationError("请填写此项。")

    def goes_to(self, config: dict) -> tuple:
        """Scheme, host and port to which the secrets go; () where the service is always the same."""
        return ()

    def needs_again(self, field) -> None:
        """A secret that was kept goes nowhere else by itself: who changes the address need not know it."""
        key = field.short_name
        kept = self.before.get(key) and not self._is_typed(key) and key not in self.forgotten
        if kept and self.goes_to(self.data) != self.goes_to(self.before):
            raise ValidationError(MOVED)

    def check_host(self, host: str) -> None:
        """Raises ValidationError for a host that is no name, or an address of this machine or house that the operator does not allow."""
        try:
            reached = may_reach(host, self.networks)
        except ValueError:
            if not HOST.fullmatch(host) or "." not in host:
                raise ValidationError("主机写法不对，例如 smtp.example.cn。") from None
            return
        if not reached:
            raise ValidationError("这个地址在本机或者内部网络，不允许发送。需要的，请运维人员在配置里放行。")


class RobotForm(ChannelForm):
    """A robot tells a group."""

    kinds = Ticks("哪些消息发到群里", [Required("至少选一类。")], choices=KINDS, default=list(KINDS))
    mode = RadioField("怎么发", choices={key: name for key, name in MODES.items() if key != "off"}, default="at_once")


class WecomForm(RobotForm):
    """企业微信群机器人."""

    secrets = ("key",)
    key = PasswordField(
        "机器人密钥",
        [
            Regexp(r"^[A-Za-z0-9_-]{0,100}$", message="密钥只有字母、数字和横线，是 Webhook 地址里 key= 后面的部分。"),
        ],
        description="群机器人 Webhook 地址里 key= 后面的部分。" + KEPT,
    )

    def validate_key(self, field):
        self.needs_secret(field)


class DingtalkForm(RobotForm):
    """钉钉群机器人."""

    secrets, spare = ("token", "secret"), ("secret",)
    token = PasswordField(
        "机器人 access_token",
        [
            Regexp(r"^[A-Za-z0-9]{0,100}$", message="只有字母和数字，是 Webhook 地址里 access_token= 后面的部分。"),
        ],
        description="Webhook 地址里 access_token= 后面的部分。" + KEPT,
    )
    secret = PasswordField(
        "加签密钥",
        [Regexp(r"^[A-Za-z0-9]{0,100}$", message="只有字母和数字。")],
        description="安全设置选了“加签”的填写。" + KEPT,
    )

    def validate_token(self, field):
        self.needs_secret(field)


class MailForm(ChannelForm):
    """邮件 by SMTP."""

    secrets = spare = ("password",)
    host = StringField("邮件服务器（SMTP）", [Required(), Short(120)])
    port = IntegerField("端口", [Required(), NumberRange(1, 65535, "请填写 1 至 65535 之间的整数。")], default=465)
    secure_mode = SelectField("加密", choices=SECURE, default="ssl")
    sender = StringField("发件邮箱", [Required(), Short(80)])
    user = StringField("登录名", [Short(80)])
    password = PasswordField("密码或授权码", [Short(100)], description=KEPT)

    def goes_to(self, config: dict) -> tuple:
        return config["secure_mode"], config["host"].strip().lower(), config["port"]

    def validate_password(self, field):
        self.needs_again(field)

    def validate_host(self, field):
        self.check_host(field.data.strip())

    def validate_sender(self, field):
        name, _, place = field.data.strip().partition("@")
        if not name or "." not in place or any(each in field.data for each in " ,;<>"):
            raise ValidationError("邮箱写法不对，例如 tongzhi@example.cn。")


class SmsForm(ChannelForm):
    """短信 by an HTTP interface."""

    secrets = spare = ("headers_text", "extras_text")
    url = StringField("接口地址", [Required(), Short(250)], description="短信服务商给的地址，https:// 开头。")
    form = SelectField("提交方式", choices={"json": "JSON", "form": "表单"}, default="json")
    phone_field = StringField(
        "手机号的字段名", [Required(), Regexp(FIELD, message="字段名只有字母、数字、下划线。")], default="phone"
    )
    text_field = StringField(
        "内容的字段名", [Required(), Regexp(FIELD, message="字段名只有字母、数字、下划线。")], default="content"
    )
    sign = StringField("短信签名", [Short(20)], description="放在内容前面，例如【达拉特旗综治】。")
    expect = StringField(
        "成功标志", [Short(40)], description="回复里有这几个字才算发出；不填的，对方回复成功（2xx）就算。"
    )
    extras_text = TextAreaField(
        "其他固定字段", [Short(500)], description="一行一个，写成 名称=值，例如 appid=1024。" + KEPT
    )
    headers_text = TextAreaField(
        "请求头",
        [Short(1000)],
        description="一行一个，写成 名称: 值，例如 Authorization: Bearer …。" + KEPT,
    )

    def config(self) -> dict:
        found = super().config()
        pairs = {"extras": pairs_of(found["extras_text"], "="), "headers": pairs_of(found["headers_text"], ":")}
        return found | pairs

    def goes_to(self, config: dict) -> tuple:
        try:
            address = urlsplit(config["url"].strip())
            return address.scheme, address.hostname, address.port or PORTS.get(address.scheme)
        except ValueError:
            return ()  # said at its field

    def validate_url(self, field):
        try:
            address = urlsplit(field.data.strip())
            host, _ = address.hostname or "", address.port
        except ValueError:
            raise ValidationError("网址写法不对。") from None
        if address.scheme not in ("https", "http") or address.username or not host:
            raise ValidationError("网址写法不对，例如 https://sms.example.cn/send；账号密码写在固定字段或者请求头里。")
        self.check_host(host)
        if address.scheme == "http" and not self._is_near(host):
            raise ValidationError("外网的接口要用 https://，否则密钥和手机号会被别人看到。")

    def _is_near(self, host: str) -> bool:
        """Whether the operator allows this very address, as one of the house."""
        try:
            return any(ipaddress.ip_address(host) in ipaddress.ip_network(each) for each in self.networks)
        except ValueError:
            return False

    def validate_phone_field(self, field):
        if field.data in OWN_FIELDS:
            raise ValidationError(f"字段名不能是 {field.data}。")

    def validate_extras_text(self, field):
        self._check_pairs(field, "=")

    def validate_headers_text(self, field):
        self._check_pairs(field, ":")

    def _check_pairs(self, field, between: str) -> None:
        self.needs_again(field)
        for line in (field.data or "").splitlines():
            name, found, _ = line.partition(between)
            if line.strip() and (not found or not FIELD.fullmatch(name.strip()) or name.strip() in OWN_FIELDS):
                raise ValidationError(f"这一行写法不对：{line.strip()[:20]}。")


def pairs_of(text: str, between: str) -> dict[str, str]:
    """The lines of `text` as name and value."""
    lines = [line.partition(between) for line in (text or "").splitlines() if line.strip()]
    return {name.strip(): value.strip() for name, _, value in lines}


FORMS: dict[str, type[ChannelForm]] = {"wecom": WecomForm, "dingtalk": DingtalkForm, "mail": MailForm, "sms": SmsForm}
