"""What a district decides about its centres: dated, and inherited by the units below. No law that we have read lays these down: the words are those
of centres that published theirs."""

from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, choice, number, settings_of, text

KEY = "centre"
LOCAL = "没有统一规定，由本地规定。"


class CentreSettings(SettingsForm):
    """综治中心的本地规定. A shift keeps the minutes that were in force when it was arranged."""

    window_kinds = text(
        "窗口类别",
        "综合受理、分流督办、信访接待、民生服务、涉法涉诉、诉调对接、法律援助、法律咨询",
        f"用“、”隔开，每样不超过 20 字。{LOCAL}默认照甘肃秦州公布的窗口。",
        most=200,
    )
    area_kinds = text(
        "功能区类别",
        "引导受理区、多元化解区、指挥调度区",
        f"用“、”隔开，每样不超过 20 字。{LOCAL}默认照锡林郭勒公布的三区。",
        most=200,
    )
    periods = text("值班班次", "08:30-12:00、14:30-17:30", f"用“、”隔开，登记值班时可以选。{LOCAL}", most=100)
    empty_minutes = number("开班后几分钟没有人到算空岗", 15, 1, 240, f"{LOCAL}启用到岗登记的中心适用。", unit="分钟")
    early_minutes = number("开班前几分钟起可以登记到岗", 30, 0, 240, LOCAL, unit="分钟")
    call_minutes = number("随驻部门应在几分钟内到", 60, 5, 2880, LOCAL, unit="分钟")
    public_names = choice(
        "公开页面写不写值班人员姓名", {"no": "不写", "yes": "写"}, "no", "只写部门的，群众一样找得到窗口。由本地规定。"
    )


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)
