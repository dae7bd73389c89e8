"""登录安全的设置: which offices are asked for a code beside the password, as the district decides."""

from flask import Flask

from portal.accounts.models import User
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATOR, AUDITOR, DISTRICT, every_role
from portal.settings import Section, SettingsForm, choice, listed, offer, settings_of, text
from portal.web.forms import ValidationError

KEY = "signing_in"
GRADES = {"2": "第二级", "3": "第三级"}
BY_GRADE, EVERYBODY, NOBODY = "按定级", "所有人", "都不要"
DUTIES = frozenset((ADMINISTRATOR, AUDITOR, DISTRICT))  # 三员: who administers, who audits, who decides what is allowed
ASKED_AT = {
    "2": frozenset[str](),
    "3": DUTIES,
}  # GB/T 22239-2019 asks for two ways of proving who one is from the third on


class SigningIn(SettingsForm):
    """登录安全的本地规定."""

    headings = {"grade": "等级保护", "asked": "动态码"}

    grade = choice("等级保护定级", GRADES, "2", "按定级备案的填。第三级要求用两种方法鉴别身份，GB/T 22239-2019。")
    asked = text(
        "哪些角色登录时还要输动态码",
        BY_GRADE,
        f"可以写：{BY_GRADE}（第二级不要求，第三级系统管理员、审计员、旗县区主管要求）、{EVERYBODY}、{NOBODY}，"
        "或者角色名称，用顿号隔开。没有设置动态码的，下次登录先设置。",
        most=200,
    )

    def validate_asked(self, field):
        words = listed(field.data or "")
        if words in ([BY_GRADE], [EVERYBODY], [NOBODY]):
            return
        names = every_role().values()
        if unknown := [each for each in words if each not in names]:
            raise ValidationError(f"没有“{unknown[0]}”这个角色，可以写：{'、'.join(names)}。")


def init_app(app: Flask) -> None:
    """Offer the section."""
    offer(app, lambda: (Section(key=KEY, name="登录安全", form=SigningIn, levels=("city", "county")),))


def asks_code(role: str, unit: OrgUnit) -> bool:
    """Whether whoever is `role` in `unit` signs in with a code beside the password."""
    local = settings_of(KEY, unit)
    if local.asked == EVERYBODY:
        return True
    if local.asked == BY_GRADE:
        return role in ASKED_AT[local.grade]
    return every_role().get(role) in listed(local.asked)


def must_have_code(user: User) -> bool:
    """Whether one of the offices of `user` asks for it."""
    return any(asks_code(each.role, each.unit) for each in user.current_appointments)
