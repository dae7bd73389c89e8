"""What local rule decides about 群众反映: dated, per unit, inherited. There is no law about it."""

from datetime import timedelta

from plugins.public_reports.hours import length_of, read_hours
from portal import clock, numbering
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, number, pattern, settings_of, text
from portal.web.forms import ValidationError

KEY = "public_reports"
MOST_DAYS = 20  # working days until somebody looks
LOCAL = "没有统一规定，由本地规定。"


class PublicReportSettings(SettingsForm):
    """群众反映的本地规定."""

    headings = {
        "look_hours": "期限",
        "per_hour": "防刷",
        "grounds": "告知和码牌",
        "silent_days": "收件码",
        "report_pattern": "编号",
    }

    look_hours = number("多久以内首次查看", 4, 1, 40, f"{LOCAL}系统建议 4 个工作小时。", unit="工作小时")
    office_hours = text("上班时间", "08:30-12:00、14:30-17:30", "工作小时按这个算。分上午下午的用顿号隔开。", most=40)
    decide_days = number("多久以内受理或者告知不受理", 1, 1, 15, f"{LOCAL}系统建议 1 个工作日。", unit="工作日")
    asked_days = number("等反映人补充几日", 5, 1, 30, f"等的时候不计时，过期可以按已有的内容办。{LOCAL}", unit="日")
    rating_days = number("答复后几日以内可以评价", 7, 1, 60, f"没有评价的不算满意。{LOCAL}系统建议 7 日。", unit="日")
    reopen_days = number("答复后几日以内可以再反映一次", 15, 1, 90, f"每件一次。{LOCAL}", unit="日")
    alike_days = number("同一处同一类几日以内提示合并", 7, 1, 90, f"{LOCAL}系统建议 7 日。", unit="日")
    fast_minutes = number("受理后几分钟以内办结的单列", 10, 1, 240, "统计里和自报自办的一起单列，不扣分。", unit="分钟")
    per_hour = number("一个网络在一个码上每小时几件", 10, 1, 200, "超过的要先答一道算术题，答对照样收。", unit="件")
    silent_days = number("多少日没有来件的码要去看看", 90, 7, 720, f"可能已经脱落、被遮挡。{LOCAL}", unit="日")
    grounds = text(
        "不予受理的理由",
        "不在本单位职责范围；内容不清楚又联系不上；正在或者已经通过诉讼、仲裁、行政复议、信访处理；同一件事已经答复又没有新情况；要求不合法",
        "用分号隔开，印在告知单上。系统只列常见写法，请按本地 12345 条例或者办法改。",
        most=300,
    )
    slips = text("纸条投递处", "社区服务站", "印在码牌上：不用手机的写纸条投到这里，一样办。", most=40)
    report_pattern = pattern(
        "来件编号格式", "{unit}反映〔{year}〕{number}号", f"{LOCAL}每年从 1 起。", needs=("year", "unit", "number")
    )
    label_pattern = pattern(
        "收件码编号格式", "{unit}码〔{year}〕{number}号", f"{LOCAL}每年从 1 起。", needs=("year", "unit", "number")
    )

    def validate_grounds(self, field):
        if not grounds_of(field.data or ""):
            raise ValidationError("请至少写一个理由，不受理的时候要选。")

    def validate_office_hours(self, field):
        try:
            open_a_day = length_of(read_hours(field.data or ""))
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if open_a_day * MOST_DAYS < timedelta(hours=self.look_hours.data or 0):
            raise ValidationError(
                f"每天上班太短：{MOST_DAYS} 个工作日加起来要够首次查看的 {self.look_hours.data} 个工作小时。"
            )


def grounds_of(text: str) -> list[str]:
    """The reasons as the setting writes them, divided by semicolons."""
    return [each.strip() for each in text.replace(";", "；").split("；") if each.strip()]


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def take_number(unit: OrgUnit, series: str) -> str:
    """The next number of a report or label: a series of the township and year."""
    written = rules_of(unit).values[f"{series}_pattern"]
    return numbering.take_number(unit.township or unit, f"{KEY}.{series}", written, clock.today().year)
