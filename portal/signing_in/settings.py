"""登录安全的设置: which offices are asked for a code beside the password, as the district decides."""

from flask import Flask

from portal.accounts.models import User
from portal.accounts.own_roles import base_of
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATOR, AUDITOR, DISTRICT, every_role
from portal.settings import Section, SettingsForm, choice, number, offer, settings_of, some

KEY = "signing_in"
GRADES = {"2": "第二级", "3": "第三级"}
BY_GRADE, CHOSEN, EVERYBODY, NOBODY = "grade", "chosen", "everybody", "nobody"
ASKED = {BY_GRADE: "按定级", CHOSEN: "下面选定的角色", EVERYBODY: "所有人", NOBODY: "都不要"}
DUTIES = frozenset((ADMINISTRATOR, AUDITOR, DISTRICT))  # 三员: who administers, who audits, who decides what is allowed
ONE, MANY = "one", "many"
AT_ONCE = {MANY: "不限", ONE: "只许一处"}
SHORTEST = 30  # days after which an account may be locked for not being used
ASKED_AT = {
    "2": frozenset[str](),
    "3": DUTIES,
}  # GB/T 22239-2019 asks for two ways of proving who one is from the third on


class SigningIn(SettingsForm):
    """登录安全的本地规定."""

    headings = {"grade": "等级保护", "asked": "动态码", "idle_minutes": "登录多久", "dormant_days": "长期不用的账号"}

    grade = choice("等级保护定级", GRADES, "2", "按定级备案的填。第三级要求用两种方法鉴别身份，GB/T 22239-2019。")
    asked = choice(
        "谁登录时还要输动态码",
        ASKED,
        BY_GRADE,
        "按定级：第二级不要求，第三级系统管理员、审计员、旗县区主管要求。没有设置动态码的，下次登录先设置。",
    )
    roles = some("选定的角色", every_role, DUTIES, "上面选“下面选定的角色”的，按这里。")
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
