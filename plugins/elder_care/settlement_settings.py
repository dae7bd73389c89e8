"""What local policy decides about checks, publication and 高龄津贴; together with the rules of the meals, the settings of the plugin."""

from plugins.elder_care.great_age import EXAMPLES
from plugins.elder_care.settings import LOCAL, ElderCareSettings
from portal.settings import amount, choice, number

DOUBT = "起点供参考，按本地情况调整；只提示，由人认定。"


class WholeSettings(ElderCareSettings):
    """老年助餐和高龄津贴的本地规定."""

    headings = ElderCareSettings.headings | {
        "publication_days": "结算和公示",
        "check_places": "核查（超过的列为疑点）",
        "great1_age": "高龄津贴（系统不预设金额，按当地文件填写）",
    }
    examples = (*ElderCareSettings.examples, *EXAMPLES)
    rights = (*ElderCareSettings.rights, "great1_age", "great2_age", "great3_age", "great_from")

    publication_days = number("公示天数", 7, 1, 30, "由本地规定，常见 3 至 7 日。", unit="日")
    check_places = number("同一人一天在几个助餐点就餐", 2, 2, 9, DOUBT, unit="个起")
    check_grace = number("营业时段前后放宽", 30, 0, 180, DOUBT, unit="分钟")
    check_seconds = number("同一操作员两餐间隔少于", 3, 1, 60, DOUBT, unit="秒")
    check_streak = number("一天有几次间隔过短", 5, 1, 500, DOUBT, unit="次起")
    check_again = number("同一人两餐间隔少于", 120, 1, 720, "公开核查脚本以两小时为起点。", unit="分钟")
    check_late = number("同一操作员一个月补录超过", 30, 0, 5000, DOUBT, unit="餐")
    check_surge = number("月末日均比平时高出", 50, 10, 500, DOUBT, unit="%")
    check_surge_days = number("月末算几天", 3, 1, 10, DOUBT, unit="天")
    check_address = number("同一送餐地址有几位老人", 3, 2, 50, DOUBT, unit="位起")
    great1_age = number("津贴第一档年龄", 80, 60, 120, LOCAL, unit="岁起")
    great1 = amount("津贴第一档每月", 0, LOCAL, most=5000)
    great2_age = number("津贴第二档年龄", 90, 60, 120, LOCAL, unit="岁起")
    great2 = amount("津贴第二档每月", 0, LOCAL, most=5000)
    great3_age = number("津贴第三档年龄", 100, 60, 120, LOCAL, unit="岁起")
    great3 = amount("津贴第三档每月", 0, LOCAL, most=5000)
    great_from = choice("津贴从哪个月发", {"month": "满龄当月", "next": "满龄次月"}, "month", LOCAL)
