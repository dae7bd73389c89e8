"""Fields of forms of settings, made by `number`, `amount`, `period`, `choice`, `some`, `text` and `pattern`.

Each hint says where the figure comes from. Every field refuses what could not be read again, so that no unreadable
value is ever stored.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from wtforms import BooleanField, Field, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import Choice
from wtforms.fields.core import UnboundField
from wtforms.validators import NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal import clock
from portal.money import format_yuan
from portal.numbering import fault_in, written
from portal.org.models import OrgUnit
from portal.web.forms import Short
from portal.web.forms.fields import Yuan
from portal.workdays.period import Period, parse_period

DAY_KINDS = {"calendar": "自然日", "workday": "工作日"}  # how days of a term are counted: key → label

Names = Mapping[str, str] | Mapping[str, Mapping[str, str]]
EVERY, NONE = "+", "-"  # before the first value below a heading: all of them, or none


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


def some(label: str, names: Callable[[], Names], default: Iterable[str], hint: str) -> UnboundField:
    """Several of what `names` answers, stored value → name, as boxes to tick in that order; at least one. It is asked when the boxes are shown. Where
    they are many it answers heading → such names: each heading ticks all below it, or none."""

    def fits(form, field):
        if not field.data:
            raise ValidationError("请至少选一样。")

    return Some(label, [fits], names=names, default=sorted(default), description=hint)


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


class Some(SelectMultipleField):
    """几样: `data` are the stored values, sorted. One that nobody offers any more (its module was taken away) stays until it is taken off."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *args: Any, names: Callable[[], Names], **kwargs: Any) -> None:
        self.names = names
        super().__init__(*args, choices=[], **kwargs)

    def process_data(self, value: Sequence[str] | None) -> None:
        self.data = sorted(value or ())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        ticked = {each for typed in valuelist for each in listed(typed)}
        for below in self.below_headings().values():
            every, none = (sign + next(iter(below)) in ticked for sign in (EVERY, NONE))
            ticked = (ticked | {*below} if every else ticked - {*below} if none else ticked) - _both(below)
        self.data = sorted(ticked)

    def iter_choices(self) -> Iterator[Choice]:
        for value, name in self._known().items():
            yield Choice(value, name, value in self.data, {})

    def headed(self) -> Iterator[tuple[str, str, str, list]]:
        """Heading, what its boxes for all and for none send, and the boxes below it; what nobody offers any more comes last, without."""
        boxes = {each.data: each for each in self}
        for heading, below in self.below_headings().items():
            first = next(iter(below))
            yield heading, EVERY + first, NONE + first, [boxes.pop(value) for value in below]
        if boxes:
            yield "", "", "", [*boxes.values()]

    def below_headings(self) -> dict[str, Mapping[str, str]]:
        """Heading → the names below it; nothing where these are not many."""
        return {heading: below for heading, below in self.names().items() if isinstance(below, Mapping) and below}

    def pre_validate(self, form: Any) -> None:
        if gone := [each for each in self.data if each not in self._offered()]:
            raise ValidationError(f"没有“{gone[0]}”这一样，请重新勾选。")

    def said(self) -> str:
        """The names of what is chosen."""
        return "、".join(name for value, name in self._known().items() if value in self.data)

    def _known(self) -> dict[str, str]:
        names = self._offered()
        return {**names, **{each: f"{each}（现在没有）" for each in self.data if each not in names}}

    def _offered(self) -> dict[str, str]:
        headed = self.below_headings()
        return {value: name for below in headed.values() for value, name in below.items()} or dict(self.names())  # type: ignore[arg-type]  # flat


def _both(below: Mapping[str, str]) -> set[str]:
    """What the boxes of its heading send."""
    first = next(iter(below))
    return {EVERY + first, NONE + first}


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
    if isinstance(field, Some):
        return field.said() or "未填"
    if isinstance(field, SelectField):
        return str(dict(field.choices).get(field.data, field.data))
    shown = format_yuan(field.data) if isinstance(field, Yuan) else field.data
    return f"{shown} {getattr(field, 'unit', '')}".strip()
