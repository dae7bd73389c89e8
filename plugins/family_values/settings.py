"""What local policy decides about 家风教育, as dated settings; each hint names where the figure comes from."""

from datetime import date

from wtforms import ValidationError

from plugins.family_values.point_law import LAWS, named_in
from plugins.family_values.point_sums import EXAMPLES
from portal import clock
from portal.numbering import next_number, written
from portal.org.models import OrgUnit
from portal.settings import DAY_KINDS, Example, Settings, SettingsForm, choice, number, pattern, settings_of, text

KEY = "family_values"
VENUES = "公共场馆团体预约的通行做法"  # docs/domain/family-values.md
LOCAL = "没有见到全国统一的规定，由本地规定。"
LIST = "用顿号分开；每次评选可以按通知另写。" + LOCAL
HALF = "half"
MAJORITIES = {HALF: "过半数", "two_thirds": "三分之二以上"}
RIGHTS = (*LAWS["信访和投诉不计分"][1], "维权", "诉讼", "起诉", "仲裁")  # using them is held against nobody


def passes(agreed: int, voters: int, majority: str) -> bool:
    """Whether `agreed` of those who vote are enough; in integers. “以上” counts the bound itself."""
    return 2 * agreed > voters if majority == HALF else voters > 0 and 3 * agreed >= 2 * voters


def listed(words: str) -> list[str]:
    """What stands in a list that is divided by 、 or by lines."""
    return [each.strip() for line in words.splitlines() for each in line.split("、") if each.strip()]


def no_rights(form, field) -> None:
    """WTForms validator for a negative list: whoever petitions, complains or sues uses a right (docs/domain/family-values.md)."""
    if found := named_in(field.data, RIGHTS):
        raise ValidationError(f"“{found}”是合法权利，不能写进负面清单，请删去。")


CONFIRMED_BY = {"another": "登记人以外的人", "anybody": "有确认权限的人，登记人自己也可以"}


class FamilyValuesSettings(SettingsForm):
    """家风教育的本地规定."""

    headings = {
        "group_size": "家风馆预约",
        "enrolments_most": "课程讲座",
        "criteria_best": "家庭荣誉",
        "points_months": "家庭积分",
    }
    rights = ("majority", "points_months", "points_late_days", "points_appeal_days")
    examples = (
        Example(("majority",), "过半数，9 人表决，5 人同意：通过", lambda: passes(5, 9, HALF), True),
        Example(("majority",), "过半数，10 人表决，5 人同意：正好一半，不通过", lambda: passes(5, 10, HALF), False),
        Example(("majority",), "三分之二以上，9 人表决，6 人同意：通过", lambda: passes(6, 9, "two_thirds"), True),
        Example(("majority",), "三分之二以上，10 人表决，6 人同意：不通过", lambda: passes(6, 10, "two_thirds"), False),
        *EXAMPLES,
    )

    group_size = number("多少人算团体", 10, 2, 200, f"{VENUES}：10 人以上为团体。", unit="人")
    notice_days = number("团体提前几天预约", 3, 0, 60, f"{VENUES}：团体提前 3 天。", unit="天")
    ahead_days = number("最多提前多少天预约", 60, 1, 365, "由本地规定，太远的日子安排不准。", unit="天")
    answer_days = number("几天内答复预约", 2, 1, 30, "由本地规定，超过的在工作台上标红。", unit="天")
    open_most = number("同一电话最多同时有几批预约", 3, 1, 50, f"{VENUES}：每个账号限额。只管网上预约。", unit="批")
    grace_days = number("参观后几天内可以补签到", 3, 0, 30, "由本地规定；过后还没有签到的预约作废。", unit="天")
    number_pattern = pattern(
        "预约编号格式", "{unit}家风约〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    enrolments_most = number(
        "同一电话最多同时报名几个人次", 6, 1, 50, "由本地规定，一家几口可以一起报。只管网上报名。", unit="人次"
    )
    course_pattern = pattern(
        "课程编号格式", "{unit}家学〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    enrolment_pattern = pattern(
        "报名编号格式", "{unit}家学报〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    criteria_best = text("最美家庭条件", "夫妻和睦、孝老爱亲、科学教子、绿色节俭、廉洁家风、志愿公益", LIST, most=300)
    criteria_civil = text(
        "文明家庭条件", "爱国守法、遵德守礼、平等和谐、敬业诚信、家教良好、绿色节俭、热心公益", LIST, most=300
    )
    criteria_filial = text("乡贤孝星条件", "孝敬老人、品行端正、热心乡里、群众公认", LIST, most=300)
    criteria_village = text("文明村镇条件", "村风民风好、环境整洁、邻里互助、移风易俗", LIST, most=300)
    negative_family = text(
        "家庭的负面清单", "受过刑事处罚、列入失信被执行人名单、参与黄赌毒、实施家庭暴力、不赡养老人", LIST, most=300
    )
    negative_village = text(
        "村镇的负面清单", "主要负责人严重违纪违法、发生重大安全责任事故、发生重大环境污染事件", LIST, most=300
    )
    reviewers = number("评议至少几人表决", 5, 1, 200, f"{LOCAL}回避的人不算。", unit="人")
    majority = choice("评议同意人数", MAJORITIES, HALF, f"参加表决的人中须同意的比例。{LOCAL}")
    publication_days = number("评选公示", 5, 1, 30, f"{LOCAL}通行做法 5 至 7 日。", unit="日")
    day_kind = choice("评选公示按", DAY_KINDS, "workday", LOCAL)
    objection_days = number("几日内答复异议", 5, 1, 30, f"{LOCAL}按同一种日子算。", unit="日")
    review_years = number("命名后几年复查一次", 2, 1, 10, LOCAL, unit="年")
    nominations_most = number("同一电话一次评选最多推荐几户", 3, 1, 20, f"{LOCAL}只管网上推荐。", unit="户")
    campaign_pattern = pattern(
        "评选编号格式", "{unit}家评〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    honour_pattern = pattern(
        "推荐编号格式", "{unit}家荐〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    objection_pattern = pattern(
        "异议编号格式", "{unit}家评异〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    certificate_pattern = pattern(
        "荣誉证书编号格式", "{unit}家荣证〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    points_months = number(
        "积分有效期",
        24,
        0,
        120,
        "由本地规定，到月底为止，先得的先用先到期；0 表示长期有效。只管以后确认的。",
        unit="个月",
    )
    points_late_days = number("做了以后几天内可以登记积分", 90, 0, 366, "由本地规定。", unit="天")
    points_confirm = choice(
        "积分由谁确认", CONFIRMED_BY, "another", "登记和确认分开，是防止人情分的通行做法；由本地规定。"
    )
    points_answer_days = number(
        "几天内确认，几天内复核异议", 15, 1, 60, "由本地规定，超过的在工作台上标红。", unit="天"
    )
    points_appeal_days = number("不予确认以后几天内可以提出异议", 30, 1, 366, "由本地规定。", unit="天")
    points_open_most = number(
        "同一电话最多同时有几件积分申报等待确认", 5, 1, 50, "由本地规定。只管网上申报。", unit="件"
    )
    points_pattern = pattern(
        "积分登记编号格式", "{unit}积登〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    points_account_pattern = pattern(
        "积分账户编号格式", "{unit}积户〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    exchange_pattern = pattern(
        "积分兑换编号格式", "{unit}积兑〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )

    def validate_negative_family(self, field):
        no_rights(self, field)

    def validate_negative_village(self, field):
        no_rights(self, field)


def rules_of(unit: OrgUnit, day: date | None = None) -> Settings:
    """The rules in force for `unit` on `day` (today)."""
    return settings_of(KEY, unit, day)


def take_number(unit: OrgUnit, series: str) -> str:
    """The next number of a campaign, honour, objection or certificate: a series of the township (or county) and year."""
    holder, year = unit.township or unit, clock.today().year
    count = next_number(holder.id, f"{KEY}.{series}", year)
    return written(rules_of(unit).values[f"{series}_pattern"], unit=holder.short_name, year=year, number=count)
