"""Fields of forms of settings, made by `number`, `amount`, `period`, `choice`, `text` and `pattern`.

Each hint says where the figure comes from. Every field refuses what could not be read again, so that no unreadable
value is ever stored.
"""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Field, IntegerField, SelectField, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import NumberRange, ValidationError

from portal import clock
from portal.money import format_yuan
from portal.numbering import fault_in, written
from portal.org.models import OrgUnit
from portal.web.forms import Short
from portal.web.forms.fields import Yuan
from portal.workdays.period import Period, parse_period

DAY_KINDS = {"calendar": "自然日", "workday": "工作日"}  # how days of a term are counted: key → label


def number(label: str, default: int, least: int, most: int, hint: str, *, unit: str = "") -> UnboundField:
    """A whole number from `least` to `most`; `unit` stands beside it."""
    fits = NumberRange(least, most, f"请填写 {least} 至 {most} 之间的整数。")
    return Number(label, [fits], "请填写整数。", default=default, description=hint, unit=unit)


def amount(label: str, yuan: int, hint: str, *, most: int = 10_000_000) -> UnboundField:
    """An amount typed in 元, kept in 分; `yuan` is the default, `most` the largest, both in 元."""

    def fits(form, field):
        if field.data is None or field.data > most * 100:
            raise ValidationError(f"请填写 0 至 {most:,} 元之间的金额。")

    return Amount(label, [fits], default=yuan * 100, description=hint)


def period(label: str, default: Period, least: int, most: int, hint: str) -> UnboundField:
    """A length of time typed as 3 个工作日, 30 日 or 2 小时; its number from `least` to `most`."""

    def fits(form, field):
        if field.data is None or not least <= field.data.amount <= most:
            raise ValidationError(f"请填写 {least} 至 {most} 之间的数目，如“{default}”。")

    return PeriodField(label, [fits], default=default, description=hint, render_kw={"data-width": "number"})


def choice(label: str, choices: Mapping[str, str], default: str, hint: str) -> UnboundField:
    """One of `choices`, stored value → name."""
    return SelectField(
        label, choices=choices, default=default, description=hint, invalid_choice_message="请从列表中选择。"
    )


def text(label: str, default: str, hint: str, *, most: int = 40, needed: bool = True) -> UnboundField:
    """A line of at most `most` characters, empty only where it is not `needed`."""

    def fits(form, field):
        if needed and not (field.data or "").strip():
            raise ValidationError("请填写此项。")

    return StringField(label, [fits, Short(most)], default=default, description=hint)


def listed(words: str) -> list[str]:
    """What stands in a text that is divided by 、 or by lines."""
    return [each.strip() for line in words.splitlines() for each in line.split("、") if each.strip()]


def pattern(label: str, default: str, hint: str, *, needs: tuple[str, ...] = ("year", "number")) -> UnboundField:
    """How numbers are written (`portal.numbering`), such as 「{unit}〔{year}〕{number:05d}号」; `needs` are the places it cannot
    do without."""

    def fits(form, field):
        if wrong := fault_in(field.data or "", needs):
            raise ValidationError(wrong)

    return Pattern(label, [fits, Short(40)], default=default, description=hint, render_kw={"data-width": "line"})


class Number(IntegerField):
    """整数, with the word that stands beside it."""

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)


class Amount(Yuan):
    """金额."""

    unit = "元"


class PeriodField(StringField):
    """时限: `data` is a Period."""

    def process_formdata(self, valuelist):
        if valuelist:
            self.data = None
            self.data = parse_period(valuelist[0])

    def _value(self):
        return self.raw_data[0] if self.raw_data else str(self.data or "")


class Pattern(StringField):
    """编号格式."""

    def example(self, unit: OrgUnit) -> str:
        """The first number of this year, as `unit` would write it."""
        return written(self.data or "", unit=unit.short_name, year=clock.today().year, number=1)


def said(field: Field) -> str:
    """The value of `field` as people read it: 3 个工作日, 10,000.00 元, 自然日."""
    if isinstance(field, BooleanField):
        return "是" if field.data else "否"
    if field.data in (None, ""):
        return "未填"
    if isinstance(field, SelectField):
        return str(dict(field.choices).get(field.data, field.data))
    shown = format_yuan(field.data) if isinstance(field, Yuan) else field.data
    return f"{shown} {getattr(field, 'unit', '')}".strip()
