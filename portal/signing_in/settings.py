"""登录安全的设置: what is asked of passwords and beside them, how long one stays signed in, and from where, as the district decides."""

from flask import Flask
from flask_login import current_user
from wtforms.validators import ValidationError

from portal.accounts.former_passwords import KEPT
from portal.accounts.models import User
from portal.accounts.own_roles import base_of
from portal.accounts.passwords import LEAST, PHRASE, RULES, Rules
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATOR, AUDITOR, DISTRICT, every_role
from portal.settings import Section, SettingsForm, choice, number, offer, settings_of, some, text
from portal.signing_in import addresses

KEY = "signing_in"
GRADES = {"2": "第二级", "3": "第三级"}
BY_GRADE, CHOSEN, EVERYBODY, NOBODY = "grade", "chosen", "everybody", "nobody"
ASKED = {BY_GRADE: "按定级", CHOSEN: "下面选定的角色", EVERYBODY: "所有人", NOBODY: "都不要"}
DUTIES = frozenset((ADMINISTRATOR, AUDITOR, DISTRICT))  # 三员: who administers, who audits, who decides what is allowed
NO, SECOND, INSTEAD = "no", "second", "instead"
PASSKEYS = {NO: "不用", SECOND: "作登录的第二步", INSTEAD: "作第二步，也可以代替密码"}
ONE, MANY = "one", "many"
AT_ONCE = {MANY: "不限", ONE: "只许一处"}
WARNED = 14  # days before a password is too old
SHORTEST = 30  # days after which an account may be locked for not being used
ASKED_AT = {
    "2": frozenset[str](),
    "3": DUTIES,
}  # GB/T 22239-2019 asks for two ways of proving who one is from the third on


class SigningIn(SettingsForm):
    """登录安全的本地规定."""

    headings = {
        "grade": "等级保护",
        "asked": "登录的第二步",
        "password_least": "密码",
        "idle_minutes": "登录多久",
        "dormant_days": "长期不用的账号",
        "addresses": "从哪里登录",
    }

    grade = choice("等级保护定级", GRADES, "2", "按定级备案的填。第三级要求用两种方法鉴别身份，GB/T 22239-2019。")
    asked = choice(
        "谁登录时还要第二步",
        ASKED,
        BY_GRADE,
        "动态码或者通行密钥。按定级：第二级不要求，第三级系统管理员、审计员、旗县区主管要求。都没有设置的，下次登录先设置。",
    )
    roles = some("选定的角色", every_role, DUTIES, "上面选“下面选定的角色”的，按这里。")
    passkeys = choice(
        "通行密钥",
        PASSKEYS,
        SECOND,
        "用指纹、人脸或者安全密钥登录，要用 https 的网址和较新的浏览器；旧浏览器上仍用动态码或者备用码。已经登记的一直作第二步。",
    )
    passkey_roles = some("哪些角色可以用通行密钥", every_role, DUTIES, "上面选了用的，按这里。")
    password_least = number(
        "密码至少几位",
        LEAST,
        LEAST,
        PHRASE,
        "等保要求有复杂度，几位没有统一规定，系统建议 10 位、三类字符。",
        unit="位",
    )
    password_days = number(
        "密码用多少天要换",
        90,
        0,
        3650,
        f"等保要求定期更换，多久没有统一规定，系统建议 90 天；到期前 {WARNED} 天提醒，到期以后先换密码才能办事。填 0 不要求。",
        unit="天",
    )
    password_last = number("不能用最近几次用过的密码", 5, 0, KEPT, "系统建议 5 次。填 0 不要求。", unit="次")
    idle_minutes = number(
        "多少分钟不操作自动退出",
        30,
        10,
        240,
        "等保要求超时退出，多久没有统一规定。服务器上定得更短的，以短的为准。填了一半的内容不会丢。",
        unit="分钟",
    )
    longest_hours = number(
        "登录以后最长多少小时", 12, 1, 24, "一直在用也要重新登录。服务器上定得更短的，以短的为准。", unit="小时"
    )
    at_once = choice(
        "同时在几处登录", AT_ONCE, MANY, "窗口和会议室常常都要登录。只许一处的，在别处登录，原来的一处退出。"
    )
    dormant_days = number(
        "多少天没有登录就锁定",
        90,
        SHORTEST,
        3650,
        "每夜锁定一次，列在系统管理员的工作台上，由他解除锁定或者停用。没有统一规定，由本地规定，系统建议 90 天。",
        unit="天",
    )

    addresses = text(
        "只许从这些地址登录",
        "",
        "写 IP 地址或网段，用顿号隔开，例如 10.15.0.0/16、192.168.3.7；不填不限。名单里要有您现在的地址。门户前面有代理的，服务器上要先设好可信的代理，不然看不到各人的地址。",
        most=400,
        needed=False,
    )
    addressed = some("哪些角色只许从这些地址登录", every_role, DUTIES, "上面填了地址的，按这里。")

    def validate_addresses(self, field):
        if wrong := addresses.unreadable(field.data or ""):
            raise ValidationError(f"“{wrong}”不是 IP 地址或网段，例如 10.15.0.0/16。")

    def validate_addressed(self, field):
        """Nobody shuts the door on himself."""
        listed, here = self.addresses.data or "", addresses.here()
        if not here or addresses.unreadable(listed) or addresses.holds(listed, here):
            return
        if current_user.is_authenticated and {base_of(role) for role in current_user.roles} & set(field.data or ()):
            raise ValidationError(f"名单里没有您现在的地址 {here}：这样您自己也登录不了。")


def init_app(app: Flask) -> None:
    """Offer the section."""
    offer(app, lambda: (Section(key=KEY, name="登录安全", form=SigningIn, levels=("city", "county")),))


def asks_code(role: str, unit: OrgUnit) -> bool:
    """Whether whoever is `role` in `unit` signs in with a code beside the password. One that the district made counts as the one it was copied from."""
    local, role = settings_of(KEY, unit), base_of(role)
    if local.asked == EVERYBODY:
        return True
    if local.asked == BY_GRADE:
        return role in ASKED_AT[local.grade]
    return local.asked == CHOSEN and role in local.roles


def locked_after(user: User) -> int | None:
    """Days without signing in after which the account of `user` is locked, as the most patient of its offices has it; None without an office."""
    return max((settings_of(KEY, each.unit).dormant_days for each in user.current_appointments), default=None)


def must_have_code(user: User) -> bool:
    """Whether one of the offices of `user` asks for it."""
    return any(asks_code(each.role, each.unit) for each in user.current_appointments)


def passkey_use(user: User) -> str:
    """What `user` may use passkeys for, as the strictest of the offices has it."""
    rules = [(settings_of(KEY, each.unit), base_of(each.role)) for each in user.current_appointments]
    uses = [local.passkeys if role in local.passkey_roles else NO for local, role in rules]
    return min(uses, key=list(PASSKEYS).index, default=NO)


def password_rules(user: User) -> Rules:
    """What the offices of `user` ask of a password, the strictest of each."""
    local = [settings_of(KEY, each.unit) for each in user.current_appointments]
    days = [each.password_days for each in local if each.password_days]
    return Rules(
        max((each.password_least for each in local), default=LEAST),
        max((each.password_last for each in local), default=0),
        min(days, default=0),
    )


RULES.append(password_rules)


def may_come_from(user: User, address: str) -> bool:
    """Whether every office of `user` that only opens from listed addresses lists `address`."""
    for each in user.current_appointments:
        local = settings_of(KEY, each.unit)
        if local.addresses and base_of(each.role) in local.addressed and not addresses.holds(local.addresses, address):
            return False
    return True
