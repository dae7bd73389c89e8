"""What local policy decides about 家庭荣誉, as dated settings; each hint names where the figure comes from."""

from datetime import date

from wtforms import ValidationError

from portal import clock, numbering
from portal.org.models import OrgUnit
from portal.records.civil_rights import CIVIL_RIGHTS, named_in
from portal.records.majorities import HALF, MAJORITIES, reached
from portal.settings import DAY_KINDS, Example, Settings, SettingsForm, choice, number, pattern, settings_of, text

KEY = "family_honours"
LOCAL = "没有见到全国统一的规定，由本地规定。"
LIST = "用顿号分开；每次评选可以按通知另写。" + LOCAL
PARTS = ("year", "unit", "number")


def no_rights(form, field) -> None:
    """WTForms validator for a negative list: whoever petitions, complains or sues uses a right (docs/domain/family-values.md)."""
    if found := named_in(field.data, CIVIL_RIGHTS):
        raise ValidationError(f"“{found}”是合法权利，不能写进负面清单，请删去。")


class FamilyHonoursSettings(SettingsForm):
    """家庭荣誉的本地规定."""

    rights = ("majority",)
    headings = {
        "criteria_best": "评选条件",
        "negative_family": "负面清单",
        "reviewers": "评议",
        "publication_days": "公示、异议",
        "review_years": "复查",
        "nominations_most": "网上推荐",
        "campaign_pattern": "编号",
    }
    examples = (
        Example(("majority",), "过半数，9 人表决，5 人同意：通过", lambda: reached(5, 9, HALF), True),
        Example(("majority",), "过半数，10 人表决，5 人同意：正好一半，不通过", lambda: reached(5, 10, HALF), False),
        Example(("majority",), "三分之二以上，9 人表决，6 人同意：通过", lambda: reached(6, 9, "two_thirds"), True),
        Example(
            ("majority",), "三分之二以上，10 人表决，6 人同意：不通过", lambda: reached(6, 10, "two_thirds"), False
        ),
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
    campaign_pattern = pattern("评选编号格式", "{unit}家评〔{year}〕{number}号", "由本地规定。", needs=PARTS)
    honour_pattern = pattern("推荐编号格式", "{unit}家荐〔{year}〕{number}号", "由本地规定。", needs=PARTS)
    objection_pattern = pattern("异议编号格式", "{unit}家评异〔{year}〕{number}号", "由本地规定。", needs=PARTS)
    certificate_pattern = pattern("荣誉证书编号格式", "{unit}家荣证〔{year}〕{number}号", "由本地规定。", needs=PARTS)

    def validate_negative_family(self, field):
        no_rights(self, field)

    def validate_negative_village(self, field):
        no_rights(self, field)


def rules_of(unit: OrgUnit, day: date | None = None) -> Settings:
    """The rules in force for `unit` on `day` (today)."""
    return settings_of(KEY, unit, day)


def take_number(unit: OrgUnit, series: str) -> str:
    """The next number of a campaign, honour, objection or certificate: a series of the township (or county) and year."""
    pattern = rules_of(unit).values[f"{series}_pattern"]
    return numbering.take_number(unit.township or unit, f"{KEY}.{series}", pattern, clock.today().year)
