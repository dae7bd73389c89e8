"""What local policy decides about 见义勇为, as a dated form; each hint names where the figure comes from."""

from datetime import date

from wtforms.validators import ValidationError

from plugins.heroes.award_rules import EXAMPLES
from portal.org.models import OrgUnit
from portal.settings import DAY_KINDS, Settings, SettingsForm, amount, choice, number, settings_of

KEY = "heroes"


class HeroesSettings(SettingsForm):
    """见义勇为的本地规定."""

    examples = EXAMPLES
    headings = {
        "nomination_years": "举荐、受理",
        "review_days": "调查评审",
        "publication_days": "公示、异议",
        "application_days": "申请再确认",
        "day_kind": "期限怎么算",
        "award_county": "奖金",
        "special_dead": "特别奖",
        "visit_months": "回访",
    }

    nomination_years = number("举荐时限", 1, 1, 10, "自行为发生之日起。山东：1 年内；河南：一般 2 年内。", unit="年")
    nomination_years_complex = number("情况复杂的举荐时限", 2, 1, 10, "山东：情况复杂的不超过 2 年。", unit="年")
    intake_days = number("一次告知、受理期限", 5, 1, 60, "河南：材料不全的，5 日内一次告知补正。", unit="日")
    correction_days = number("补正期限", 15, 1, 90, "申请人补齐材料的期限，省级条例未定，由本地规定。", unit="日")
    review_days = number(
        "调查评审期限", 60, 1, 365, "山东：60 日内出拟确认意见；河南：30 日。鉴定时间不计。", unit="日"
    )
    review_days_extended = number(
        "延长后的期限", 90, 1, 365, "河南：复杂的延至 60 日。自受理之日起计算的总天数。", unit="日"
    )
    panel_members = number("评审会最少人数", 5, 1, 30, "包头设评审委员会，人数由本地规定。")
    publication_days = number(
        "公示期限", 7, 1, 60, "河南：7 日；山东须公示，天数由本地规定；保密的可以免予公示。", unit="日"
    )
    objection_days = number("异议答复期限", 10, 1, 60, "公示期间收到异议后调查答复的期限，由本地规定。", unit="日")
    application_days = number("申请再确认期限", 10, 1, 60, "山东：10 日内向上一级申请；河南：15 日内。", unit="日")
    reconsideration_days = number("再确认办理期限", 30, 1, 180, "山东：30 日办结。", unit="日")
    application_days_upper = number(
        "第二级申请期限", 10, 1, 60, "对第一级再确认仍不服的；实行一级的地方不会用到。", unit="日"
    )
    reconsideration_days_upper = number("第二级办理期限", 30, 1, 180, "山东：上一级 30 日办结。", unit="日")
    reconsideration_levels = number("再确认级数", 2, 1, 2, "山东、河南均向上一级申请；先由本级复核再报上级的填 2。")
    day_kind = choice("期限按", DAY_KINDS, "calendar", "自然日的最后一天是休息日的顺延；公示也按此计算。")
    award_county = amount("县级先进奖金", 10_000, "宁夏（2010 修订）：先进个人 1 万元以上；河南：5 万元以上。")
    award_city = amount("市级模范奖金", 30_000, "宁夏：3 万元以上；河南：10 万元以上。")
    award_region = amount("区级英雄奖金", 50_000, "宁夏：5 万元以上；河南：省英雄 20 万元以上。")
    special_dead = amount(
        "牺牲特别奖", 1_000_000, "河南：100 万元；宁夏：上年全区城镇居民人均可支配收入 30 倍以上，每年换算更新。"
    )
    special_total = amount("完全丧失劳动能力特别奖", 1_000_000, "河南：全残 100 万元；宁夏：20 倍以上。")
    special_partial = amount("部分丧失劳动能力特别奖", 500_000, "河南：50 至 80 万元；宁夏：大部丧失 10 倍以上。")
    visit_months = number("回访间隔", 6, 1, 36, "各地条例均要求回访跟踪，间隔由本地规定。", unit="月")
    visit_years = number("回访年限", 5, 1, 50, "自表彰之日起，由本地规定。", unit="年")

    def validate_nomination_years_complex(self, field):
        _not_less(field, self.nomination_years)

    def validate_review_days_extended(self, field):
        _not_less(field, self.review_days)


def _not_less(field, other) -> None:
    if field.data is not None and other.data is not None and field.data < other.data:
        raise ValidationError(f"不能少于“{other.label.text}”。")


def rules_of(unit: OrgUnit, day: date | None = None) -> Settings:
    """The rules in force for `unit` on `day` (today)."""
    return settings_of(KEY, unit, day)
