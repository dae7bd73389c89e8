"""Of which unit, for which months and as of which day the figures are asked."""

import re
from dataclasses import dataclass
from datetime import date

from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField, ValidationError

from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.web.forms.fields import Date, not_in_future

MONTH = re.compile(r"(\d{4})\s*[-.年/]?\s*(\d{1,2})\s*月?")
FIRST_YEAR = 2000


class Month(StringField):
    """A month, typed as 2026-11, 2026年11月 or 202611; `month` is 202611."""

    month: int | None = None

    def __init__(self, label: str, **kwargs):
        super().__init__(
            label,
            render_kw={"placeholder": "如 2026-01", "autocomplete": "off", "size": 10, "data-width": "number"},
            **kwargs,
        )

    def pre_validate(self, form) -> None:
        if not (text := (self.data or "").strip()):
            return
        found = MONTH.fullmatch(text)
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < FIRST_YEAR:
            raise ValidationError(f"{self.label.text}请写成年和月，如 {clock.today():%Y-%m}。")
        self.month = int(found[1]) * 100 + int(found[2])


class SpanForm(FlaskForm):
    """单位、起止月份、截至日期. Without months: this year until now, or that of the day asked for."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)

    unit = SelectField("单位", coerce=int)
    first = Month("从")
    last = Month("到")
    as_of = Date("截至哪一天", [not_in_future], description="不填是现在。填以前的一天，数字和那天结束时一样。")

    def __init__(self, given: MultiDict):
        super().__init__(given)
        offered = _within_reach(given.get("unit", ""))
        self.unit.choices = {each.id: each.name for each in offered}
        if self.unit.data not in self.unit.choices:
            self.unit.data = offered[0].id if offered else None

    def validate(self, extra_validators=None) -> bool:
        if not super().validate(extra_validators):
            return False
        asked = self.asked()
        if asked.first > asked.last:
            self.last.errors = [*self.last.errors, "结束的月份早于开始的月份，请核对。"]
        elif asked.last > _month(clock.today()):
            self.last.errors = [*self.last.errors, f"结束的月份还没有到，最晚填 {clock.today():%Y-%m}。"]
        elif asked.as_of and _month(asked.as_of) < asked.first:
            self.as_of.errors = [*self.as_of.errors, "这一天早于开始的月份，那时还没有这些数字。请核对。"]
        return not (self.last.errors or self.as_of.errors)

    def asked(self) -> "Span":
        day = self.as_of.data or clock.today()
        last = self.last.month or max(_month(day), self.first.month or 0)
        first = self.first.month or last // 100 * 100 + 1
        return Span(db.session.get_one(OrgUnit, self.unit.data), first, last, self.as_of.data)


@dataclass(frozen=True)
class Span:
    """What is asked: the unit, from month to month (as 202611), and the day at whose end it stood so (None: now)."""

    unit: OrgUnit
    first: int
    last: int
    as_of: date | None = None

    @property
    def months(self) -> list[int]:
        return months(self.first, self.last)

    @property
    def words(self) -> str:
        first, last = (f"{each // 100} 年 {each % 100} 月" for each in (self.first, self.last))
        return first if first == last else f"{first}至 {last}"

    def arguments(self) -> dict[str, str | int]:
        """As an address carries it."""
        given = {"unit": self.unit.id, "first": written(self.first), "last": written(self.last)}
        return given | ({"as_of": f"{self.as_of}"} if self.as_of else {})


def months(first: int, last: int) -> list[int]:
    """All months from `first` to `last`, both counted."""
    numbers = range(first // 100 * 12 + first % 100 - 1, last // 100 * 12 + last % 100)
    return [number // 12 * 100 + number % 12 + 1 for number in numbers]


def written(month: int) -> str:
    """202611 → 2026-11."""
    return f"{month // 100}-{month % 100:02}"


def _within_reach(chosen: str) -> list[OrgUnit]:
    """The offices of the reader, and the unit that was chosen where the reader may see its cases."""
    units = list(current_user.units_with("cases.view"))
    unit = db.session.get(OrgUnit, int(chosen)) if chosen.isdecimal() and len(chosen) < 10 else None
    return [*units, unit] if unit and unit not in units and current_user.can("cases.view", unit) else units


def _month(day: date) -> int:
    return day.year * 100 + day.month
