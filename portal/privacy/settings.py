"""个人信息请求的设置: within how many days residents get their answer, and how the answers are numbered."""

from flask import Flask

from portal.org.models import OrgUnit
from portal.settings import Section, SettingsForm, number, offer, pattern, settings_of

KEY = "privacy"


class RequestSettings(SettingsForm):
    """居民请求限制处理、删除的，多少日内答复."""

    answer_days = number(
        "收到请求起多少日内答复",
        15,
        1,
        60,
        "个人信息保护法第五十条要求建立便捷的受理机制，没有规定天数，由本地规定，系统建议 15 日。到期以前一直在工作台上。",
        unit="日",
    )
    number_pattern = pattern("答复书的编号", "{unit}个信复〔{year}〕{number}号", "每个单位每年从 1 编起。")


def init_app(app: Flask) -> None:
    """Offer the section."""
    offer(app, lambda: (Section(key=KEY, name="个人信息请求", form=RequestSettings),))


def of(unit: OrgUnit) -> RequestSettings:
    """As in force in `unit` today."""
    return settings_of(KEY, unit)
