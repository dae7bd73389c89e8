"""What a district decides about 事项准入: whether the gate stops cases, days, and what is printed; dated, per unit, inherited."""

from portal import clock
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, choice, number, pattern, settings_of, text

KEY = "duty_lists"
LOCAL = "没有见到统一规定，由本地规定。"
SHANDONG = "山东省乡镇人民政府工作条例第十八条"


class DutyListSettings(SettingsForm):
    """事项准入的本地规定."""

    headings = {
        "gate": "闸门",
        "urgent_hours": "应急",
        "review_days": "准入申请",
        "department_weight": "反向评价",
        "task_pattern": "编号和文书",
        "project_number": "减负自检",
    }

    gate = choice(
        "事项交办到村、社区时按清单拦",
        {"off": "不拦", "on": "对到收回、负面清单的拦下，应急的除外"},
        "off",
        f"由旗县决定。{LOCAL}",
    )
    likely = number("文字相似百分之几以上列为可能命中", 20, 5, 90, LOCAL, unit="%")
    renamed = number("文字相似百分之几以上提示换名再派", 60, 30, 100, LOCAL, unit="%")
    urgent_hours = number("应急先办的几小时内补批", 24, 1, 24, "只能改短。", unit="小时")
    urgent_days = number("应急先办最多几日", 15, 1, 15, "到期自动失效，只能改短。", unit="日")
    review_days = number("提交后几个工作日内审批", 15, 1, 60, LOCAL, unit="工作日")
    trial_months = number("试行几个月", 6, 1, 24, LOCAL, unit="月")
    assess_months = number("几个月评估一次", 12, 1, 12, "每年至少一次。", unit="月")
    department_weight = number(
        "部门的评价权重", 30, 30, 100, f"{SHANDONG}：乡镇对部门的评价权重不低于 30%；其他省由本地规定。", unit="%"
    )
    branch_weight = number(
        "派出机构的评价权重",
        60,
        60,
        100,
        f"{SHANDONG}：乡镇对派出机构的评价权重不低于 60%；其他省由本地规定。",
        unit="%",
    )
    task_pattern = pattern("下派任务编号格式", "{unit}任务〔{year}〕{number}号", "由本地规定。每年从 1 起。")
    letter_pattern = pattern("事项退回函编号格式", "{unit}退〔{year}〕{number}号", "由本地规定。每年从 1 起。")
    admission_pattern = pattern("准入申请编号格式", "{unit}准入〔{year}〕{number}号", "由本地规定。每年从 1 起。")
    return_basis = text(
        "退回的依据",
        "《关于全面建立乡镇（街道）履行职责事项清单的意见》和本地公布的履职事项清单",
        "印在事项退回函上。",
        most=120,
    )
    project_number = text("立项文号", "", "印在减负自检表上；没有的不填。", most=60, needed=False)
    filing_number = text("备案号", "", "网信部门编的号，印在减负自检表上；没有的不填。", most=60, needed=False)
    complaints = text("投诉建议入口", "", "电话或者网址，印在减负自检表上。", most=80, needed=False)


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def take_of(unit: OrgUnit, series: str, setting: str) -> str:
    """The next number of `series` in the township of `unit` (or in the unit above that) and this year."""
    return take_number(unit.township or unit, f"{KEY}.{series}", rules_of(unit).values[setting], clock.today().year)
