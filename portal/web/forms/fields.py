"""Fields of the office: a date typed in any usual way, an amount of money, a moment."""

from collections.abc import Callable, Collection
from datetime import date, datetime

from markupsafe import Markup
from wtforms import DateField, MultipleFileField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from portal import clock
from portal.money import MoneyError, format_yuan, parse_yuan
from portal.typed.dates import YEARS, DateError, is_time_alone, read_date, read_moment

__all__ = [
    "Date",
    "Moment",
    "Yuan",
    "Ticks",
    "Suggested",
    "chosen_files",
    "not_in_future",
    "not_before",
    "within_years",
    "above_zero",
    "parse_day",
]


NOT_THERE = "所选的项目有的不在这里，请重新勾选。"


class Date(DateField):
    """A date, typed in any usual way (portal.typed.dates); in a cell of a sheet also as its number there.

    A plain box, not the browser's own picker: quick from the keyboard, and the same in every browser and language.
    """

    widget = TextInput()
    canonical = True

    def __init__(self, label=None, validators=(), **kwargs):
        kwargs.setdefault("render_kw", {"placeholder": "如 2026-11-21", "inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label, validators or [Optional()], **kwargs)

    def process_formdata(self, valuelist):
        text, self.data = valuelist[0] if valuelist else "", None
        if text.strip():
            self.data = read_date(text)


class SuggestionInput(TextInput):
    """A box with a list of what is often typed there; without support for it, a plain box."""

    def __call__(self, field, **kwargs):
        if not field.suggestions:
            return super().__call__(field, **kwargs)
        known = f"{field.id}-known"
        options = Markup("").join(Markup("<option>{}</option>").format(each) for each in field.suggestions)
        box = super().__call__(field, list=known, **kwargs)
        return box + Markup('<datalist id="{}">{}</datalist>').format(known, options)


class Suggested(StringField):
    """A text, with `suggestions` that can be chosen instead of typing; whatever else is typed is right, too."""

    widget = SuggestionInput()
    suggestions: Collection[str] = ()


class Moment(StringField):
    """A moment on the office's clock, typed as 2026-11-21 14:30; `data` is aware. `day_of`: the field of the moment whose day a time alone takes
    (16:30); "" for today's."""

    canonical = True
    _time_alone = ""

    def __init__(self, label=None, validators=(), day_of: str | None = None, **kwargs):
        super().__init__(label, validators, **kwargs)
        self.day_of = day_of

    def process_formdata(self, valuelist):
        text, self.data, self._time_alone = valuelist[0] if valuelist else "", None, ""
        if text.strip() and self.day_of is not None and is_time_alone(text):
            self._time_alone = text  # until the other field has been read
        elif text.strip():
            self.data = read_moment(text).replace(tzinfo=clock.SHANGHAI)

    def pre_validate(self, form):
        if not self._time_alone:
            return
        first = form[self.day_of].data if self.day_of else clock.now()
        if first is None:
            raise ValidationError(f"只写了钟点，“{form[self.day_of].label.text}”还看不出是哪一天，请先填写。")
        try:
            self.data = read_moment(self._time_alone, clock.local(first).date()).replace(tzinfo=clock.SHANGHAI)
        except DateError as error:
            raise ValidationError(str(error)) from None

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return f"{clock.local(self.data):%Y-%m-%d %H:%M}" if self.data else ""


class Yuan(StringField):
    """An amount in 元; `data` is an integer of 分, or None."""

    canonical = True

    def process_formdata(self, valuelist):
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if text:
            try:
                self.data = parse_yuan(text)
            except MoneyError as error:
                raise ValueError(f"{str(error).rstrip('。')}。") from None

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return format_yuan(self.data) if self.data is not None else ""


class Ticks(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label=None, validators=(), **kwargs):
        told = {"invalid_value_message": NOT_THERE, "invalid_choice_message": NOT_THERE}
        super().__init__(label, validators, **told | kwargs)


def chosen_files(field: MultipleFileField) -> list:
    """The files somebody picked; a field left alone sends one without a name."""
    return [each for each in field.data or [] if getattr(each, "filename", "")]


def not_in_future(form, field) -> None:
    """A date or moment that has come."""
    if not field.data:
        return
    day = clock.local(field.data).date() if isinstance(field.data, datetime) else field.data
    if day > clock.today():
        raise ValidationError("日期还没有到，请核对。")


def not_before(name: str, message: str) -> Callable:
    """A date or moment that does not lie before that in the field `name`."""

    def fits(form, field) -> None:
        if field.data and form[name].data and field.data < form[name].data:
            raise ValidationError(message)

    return fits


def within_years(years: int) -> Callable:
    """A date or moment in this year, or at most so many `years` before or after it: a slip in the year is told."""

    def fits(form, field) -> None:
        if field.data and abs(field.data.year - (now := clock.today().year)) > years:
            raise ValidationError(f"年份要在 {now - years} 年到 {now + years} 年之间，请核对。")

    return fits


def above_zero(form, field) -> None:
    """An amount of at least one 分."""
    if field.data is not None and field.data <= 0:
        raise ValidationError("请填写大于 0 的金额。")


def parse_day(text: str | None) -> date | None:
    """A day as an address carries it (2026-11-21), in a year in which a day may be typed; None for anything else."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year in YEARS else None
