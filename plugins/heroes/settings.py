"""What local policy decides about 见义勇为, as a dated form; each hint names where the figure comes from."""

from dataclasses import dataclass
from datetime import date

from wtforms import Form, IntegerField, SelectField
from wtforms.validators import NumberRange, ValidationError

from plugins.heroes.choices import DAY_KINDS
from portal.org.models import OrgUnit
from portal.plugin.settings import Settings, settings_of
from portal.web.forms.fields import Yuan
from portal.workdays.arithmetic import last_day

KEY = "heroes"


def _number(label: str, default: int, least: int, most: int, hint: str) -> IntegerField:
    fits = NumberRange(least, most, f"请填写 {least} 至 {most} 之间的整数。")
    return IntegerField(label, [fits], default=default, description=hint)


def _amount(label: str, yuan: int, hint: str) -> Yuan:
    return Yuan(label, default=yuan * 100, description=hint)


class HeroesSettings(Form):
    """见义勇为的本地规定."""

    class Meta:
        locales = ("zh",)

    nomination_years = _number("举荐时限（年）", 1, 1, 10, "自行为发生之日起。山东：1 年内；河南：一般 2 年内。")
    nomination_years_complex = _number("情况复杂的举荐时限（年）", 2, 1, 10, "山东：情况复杂的不超过 2 年。")
    intake_days = _number("一次告知、受理期限（日）", 5, 1, 60, "河南：材料不全的，5 日内一次告知补正。")
    correction_days = _number("补正期限（日）", 15, 1, 90, "申请人补齐材料的期限，省级条例未定，由本地规定。")
    review_days = _number("调查评审期限（日）", 60, 1, 365, "山东：60 日内出拟确认意见；河南：30 日。鉴定时间不计。")
    review_days_extended = _number(
        "延长后的期限（日）", 90, 1, 365, "河南：复杂的延至 60 日。自受理之日起计算的总天数。"
    )
    panel_members = _number("评审会最少人数", 5, 1, 30, "包头设评审委员会，人数由本地规定。")
    publication_days = _number(
        "公示期限（日）", 7, 1, 60, "河南：7 日；山东须公示，天数由本地规定；保密的可以免予公示。"
    )
    objection_days = _number("异议答复期限（日）", 10, 1, 60, "公示期间收到异议后调查答复的期限，由本地规定。")
    application_days = _number("申请再确认期限（日）", 10, 1, 60, "山东：10 日内向上一级申请；河南：15 日内。")
    reconsideration_days = _number("再确认办理期限（日）", 30, 1, 180, "山东：30 日办结。")
    application_days_upper = _number(
        "第二级申请期限（日）", 10, 1, 60, "对第一级再确认仍不服的；实行一级的地方不会用到。"
    )
    reconsideration_days_upper = _number("第二级办理期限（日）", 30, 1, 180, "山东：上一级 30 日办结。")
    reconsideration_levels = _number("再确认级数", 2, 1, 2, "山东、河南均向上一级申请；先由本级复核再报上级的填 2。")
    day_kind = SelectField(
        "期限按", choices=DAY_KINDS, default="calendar", description="自然日的最后一天是休息日的顺延；公示也按此计算。"
    )
    award_county = _amount("县级先进奖金", 10_000, "宁夏（2010 修订）：先进个人 1 万元以上；河南：5 万元以上。")
    award_city = _amount("市级模范奖金", 30_000, "宁夏：3 万元以上；河南：10 万元以上。")
    award_region = _amount("区级英雄奖金", 50_000, "宁夏：5 万元以上；河南：省英雄 20 万元以上。")
    special_dead = _amount(
        "牺牲特别奖", 1_000_000, "河南：100 万元；宁夏：上年全区城镇居民人均可支配收入 30 倍以上，每年换算更新。"
    )
    special_total = _amount("完全丧失劳动能力特别奖", 1_000_000, "河南：全残 100 万元；宁夏：20 倍以上。")
    special_partial = _amount("部分丧失劳动能力特别奖", 500_000, "河南：50 至 80 万元；宁夏：大部丧失 10 倍以上。")
    visit_months = _number("回访间隔（月）", 6, 1, 36, "各地条例均要求回访跟踪，间隔由本地规定。")
    visit_years = _number("回访年限（年）", 5, 1, 50, "自表彰之日起，由本地规定。")

    def validate_nomination_years_complex(self, field):
        _not_less(field, self.nomination_years)

    def validate_review_days_extended(self, field):
        _not_less(field, self.review_days)


def _not_less(field, other) -> None:
    if field.data is not None and other.data is not None and field.data < other.data:
        raise ValidationError(f"不能少于“{other.label.text}”。")


@dataclass(frozen=True)
class CountedTerm:
    """A period of local law, counted: from, days, until, and the words that say by which rule."""

    started_on: date
    days: int
    day_kind: str
    due_on: date
    basis: str


def rules_of(unit: OrgUnit, day: date | None = None) -> Settings:
    """The rules in force for `unit` on `day` (today)."""
    return settings_of(KEY, unit, day)


def basis_of(rules: Settings, field: str) -> str:
    """Where the value of `field` comes from, for the file: the unit and the day from which it holds."""
    row = rules.origins.get(field)
    return f"{row.unit.short_name}规定，{row.valid_from:%Y-%m-%d} 起执行" if row else "系统默认值，本地未作规定"


def term_of(unit: OrgUnit, field: str, started_on: date) -> CountedTerm:
    """The term `field` of local rules for `unit`, beginning on `started_on` by the rules of that day."""
    rules = rules_of(unit, started_on)
    days = rules.values[field]
    return CountedTerm(
        started_on, days, rules.day_kind, last_day(started_on, days, rules.day_kind), basis_of(rules, field)
    )
