"""What local rule decides about 包案: how often somebody is met, how long it takes, when is followed up, what must not be written."""

from datetime import date, timedelta

from plugins.sponsored.choices import IN_DOUBT, OUTRIGHT, RESTRAINT
from portal import clock, numbering
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, listed, number, pattern, settings_of, text
from portal.web.forms import ValidationError
from portal.workdays.arithmetic import last_day, months_after

KEY = "sponsored"
SUGGESTED = "系统建议，没有统一规定，由本地规定。"


class SponsoredSettings(SettingsForm):
    """包案的本地规定."""

    headings = {
        "grave_days": "多久见一次面",
        "months": "期限",
        "first_visit": "销号以后",
        "words": "不能写的词",
        "number_pattern": "编号",
    }

    grave_days = number("重大", 1, 1, 90, f"几日内见一次面。{SUGGESTED}", unit="日")
    key_days = number("重点", 7, 1, 90, f"几日内见一次面。{SUGGESTED}", unit="日")
    plain_days = number("一般", 30, 1, 180, f"几日内见一次面。{SUGGESTED}", unit="日")
    months = number("化解期限", 3, 1, 24, f"拟包时替您填好，可以改。{SUGGESTED}", unit="个月")
    warn_days = number("到期前几日提醒", 7, 1, 60, SUGGESTED, unit="日")
    handover_days = number("换包案领导后几日内交接", 3, 1, 30, SUGGESTED, unit="个工作日")
    first_visit = number("第一次回访", 30, 1, 180, f"销号后几日。{SUGGESTED}", unit="日")
    last_visit = number("第二次回访", 90, 2, 365, f"销号后几日。{SUGGESTED}", unit="日")
    relapse_days = number("反弹", 90, 1, 365, f"销号后几日内同一当事人再次来访，提示认定反弹。{SUGGESTED}", unit="日")
    words = text(
        "措施、见面记录、理由、意见里不能写",
        "、".join(RESTRAINT),
        "限制人身自由的说法，用顿号隔开。只能增加，不能去掉系统原有的和上级单位增加的。看管、拦截、跟踪可能是别的意思，写到时请经办人核对；其余的不能写。",
        most=400,
    )
    number_pattern = pattern(
        "包案编号格式", "{unit}包〔{year}〕{number}号", "由本地规定。每年从 1 起。", needs=("year", "unit", "number")
    )

    def validate_last_visit(self, field):
        if field.data is not None and self.first_visit.data is not None and field.data <= self.first_visit.data:
            raise ValidationError("第二次回访要晚于第一次。")

    def validate_words(self, field):
        if lost := [each for each in RESTRAINT if each not in listed(field.data or "")]:
            raise ValidationError(f"只能增加，不能去掉“{'、'.join(lost)}”。")


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def next_contact(unit: OrgUnit, grade: str, after: date) -> date:
    """The last day for the next contact of a sponsorship of `grade` in `unit`, the one before being on the day `after`."""
    return after + timedelta(days=rules_of(unit).values[f"{grade}_days"])


def suggested_end(unit: OrgUnit) -> date:
    """The last day that is filled in for a sponsorship drafted today."""
    return months_after(clock.today(), rules_of(unit).months)


def handed_over_by(unit: OrgUnit) -> date:
    """The last day to hand over what gets another leader today."""
    return last_day(clock.today(), rules_of(unit).handover_days, "workday")


def restraint_words(unit: OrgUnit) -> list[str]:
    """What must not be written in `unit`: the list of the house, and what it or any unit above it added."""
    units = [db.session.get_one(OrgUnit, ident) for ident in unit.ancestor_ids]
    return list(dict.fromkeys([*RESTRAINT, *(word for each in units for word in listed(rules_of(each).words))]))


def outright_words(unit: OrgUnit) -> list[str]:
    """Those of them that are refused in `unit`, also what was added there; a sign alone forbids nothing."""
    words = dict.fromkeys([*OUTRIGHT, *restraint_words(unit)])
    return [each for each in words if each not in IN_DOUBT and any(map(str.isalnum, each))]


def take_number(unit: OrgUnit) -> str:
    """The next number of a sponsorship of the township of `unit` (or of itself), a series of the year."""
    holder = db.session.get_one(OrgUnit, unit.township_id) if unit.township_id else unit
    return numbering.take_number(holder, f"{KEY}.sponsorship", rules_of(holder).number_pattern, clock.today().year)
