"""What local policy decides about 以案定补: dated, per unit, inherited. No amount is assumed: what is known of places differs widely."""

from datetime import date

from plugins.case_subsidy.choices import KEY
from plugins.case_subsidy.rates import EXAMPLES
from portal import clock, numbering
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, amount, choice, number, pattern, settings_of

LOCAL = "各地标准不同，由旗县区规定，按当地文件填写。0 表示还没有规定。"
OURS = "由本地规定。"
COMPLETE = {"explain": "写明原因的可以申报，由审定人决定", "refuse": "补齐以前不能申报"}
PLACES, FROM_ONE = ("year", "unit", "number"), "由本地规定。每个单位每年从 1 起。"


class AwardSettings(SettingsForm):
    """以案定补的本地规定."""

    headings = {
        "simple": "标准（系统不预设金额，按当地文件填写）",
        "complete": "条件",
        "calls_percent": "抽查和提示",
        "publication_days": "公示",
        "award_number": "编号",
    }
    examples = EXAMPLES
    rights = ("oral_percent",)

    simple = amount("简易每件", 0, LOCAL, most=100_000)
    common = amount("一般每件", 0, LOCAL, most=100_000)
    difficult = amount("疑难每件", 0, LOCAL, most=100_000)
    major = amount("重大每件", 0, LOCAL, most=100_000)
    oral_percent = number(
        "口头协议按简易的百分之几", 0, 0, 100, "口头协议要有在场佐证，参照简易按比例。0 表示不补贴。", unit="%"
    )
    complete = choice("卷宗缺件的", COMPLETE, "explain", OURS)
    calls_percent = number("每季抽查回访的件数不少于", 0, 0, 100, "抽查够了才能初核。0 表示不作要求。", unit="%")
    alike_percent = number(
        "协议条款有百分之几相同就提示",
        90,
        50,
        100,
        "去掉当事人姓名和标点，比两份条款里相邻两个字的组合，按抽样估计，误差约 5 个百分点。",
        unit="%",
    )
    day_number = number("一个调委会同一天生效的协议有几件就提示", 4, 2, 50, OURS, unit="件")
    same_days = number("双方相同的两件相隔几日以内就提示", 180, 1, 1000, OURS, unit="日")
    publication_days = number("公示天数", 7, 1, 30, "由本地规定，常见 3 至 7 日。", unit="日")
    award_number = pattern("申报编号格式", "{unit}补〔{year}〕{number}号", FROM_ONE, needs=PLACES)
    settlement_number = pattern("季结编号格式", "{unit}补结〔{year}〕{number}号", FROM_ONE, needs=PLACES)


def rules_of(unit: OrgUnit, day: date | None = None) -> Settings:
    """The rules in force for `unit` on `day`, today by default."""
    return settings_of(KEY, unit, day)


def take_number(unit: OrgUnit) -> str:
    """The next number of an award of `unit`, a series of the year."""
    return numbering.take_number(unit, f"{KEY}.award", rules_of(unit).award_number, clock.today().year)
