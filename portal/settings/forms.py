"""The base of every form of settings, and what goes with a change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import wtforms
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from portal.org.models import OrgUnit
from portal.settings.examples import FEWEST, Example
from portal.settings.fields import Amount
from portal.settings.models import REASON_LENGTH
from portal.web.forms import Form, Optional, Required, Short
from portal.web.forms.fields import Date
from portal.web.forms.plain_words import plain_words
from portal.web.forms.whole_numbers import WholeNumbers


@dataclass(frozen=True)
class Exceptions:
    """Fields that may have another value for some cases: `names` are the cases by code, `label` what they are."""

    of: tuple[str, ...]
    label: str
    names: Mapping[str, str]


class SettingsForm(WholeNumbers, wtforms.Form):
    """Settings as fields with their defaults, best made by `number`, `amount`, `period`, `choice`, `some`, `text`, `pattern`.

    `headings`: the first field of a group → its heading. `unit` is whose settings are being checked. `examples`: worked cases, at least
    three for each amount of money and each of `rights`, the other fields that decide what somebody is entitled to.
    """

    class Meta:
        locales = ("zh",)

    headings: ClassVar[dict[str, str]] = {}
    exceptions: ClassVar[Exceptions | None] = None
    examples: ClassVar[tuple[Example, ...]] = ()
    rights: ClassVar[tuple[str, ...]] = ()
    unit: OrgUnit | None = None

    @classmethod
    def holding(cls, names: Iterable[str]) -> type[Self]:
        """This form with a field more for each exception among `names`: `minor_days-0201`, of `minor_days` for 0201."""
        found = {name: cls._exception(*name.split("-", 1)) for name in names if cls.is_exception(name)}
        metaclass: Any = type(cls)
        return metaclass(cls.__name__, (cls,), found) if found else cls

    @classmethod
    def is_exception(cls, name: str) -> bool:
        """Whether `name` is that of an exception."""
        base, _, case = name.partition("-")
        return cls.exceptions is not None and base in cls.exceptions.of and case in cls.exceptions.names

    @classmethod
    def unworked(cls) -> list[str]:
        """What is wrong with the examples: amounts and rights that have too few, and those that do not come to what they say."""
        fields = cls()
        needing = [each.short_name for each in fields if isinstance(each, Amount) or each.short_name in cls.rights]
        count = {name: sum(name in each.of for each in cls.examples) for name in needing}
        unknown = sorted({name for each in cls.examples for name in each.of} - set(fields.data))
        return [
            *(
                f"{name} has {count[name]} worked examples, at least {FEWEST} are needed"
                for name in needing
                if count[name] < FEWEST
            ),
            *(f"an example is about {name}, which is no setting" for name in unknown),
            *(each.fault for each in cls.examples if each.fault),
        ]

    @classmethod
    def _exception(cls, base: str, case: str) -> UnboundField:
        general: UnboundField = getattr(cls, base)
        label = f"{general.args[0]}：{cls.exceptions.names[case] if cls.exceptions else case}"
        return UnboundField(general.field_class, label, *general.args[1:], **general.kwargs)


class ChangeForm(Form):
    """修改设置: whose, as they were shown, from when and why. `seen` is the last change when the page was shown."""

    unit_id = IntegerField(widget=HiddenInput())
    seen = IntegerField(widget=HiddenInput(), default=0)
    shown_on = Date(widget=HiddenInput())
    valid_from = Date("生效日期", description="不填从今天开始。已经办理的仍按当时的规定。")
    reason = StringField(
        "为什么改（记入修改记录）",
        [Required("请写明依据或理由。"), Short(REASON_LENGTH), plain_words],
        render_kw={"placeholder": "例如：旗司法局〔2026〕12号文"},
    )
    exception_of = SelectField("哪一项", [Optional()])
    exception_case = SelectField("用于", [Optional()])
    exception_value = StringField("另定为", render_kw={"placeholder": "如 3 个工作日"})

    def offer_exceptions(self, form: type[SettingsForm]) -> None:
        """Let one exception be added, where `form` has any."""
        if form.exceptions is None:
            del self.exception_of, self.exception_case, self.exception_value
            return
        plain = form()
        self.exception_of.choices = {name: plain[name].label.text for name in form.exceptions.of}
        self.exception_case.choices = {"": "不增加", **form.exceptions.names}

    @property
    def exception(self) -> str:
        """Name of the exception to be added; "" for none."""
        if "exception_case" not in self or not self.exception_case.data:
            return ""
        return f"{self.exception_of.data}-{self.exception_case.data}"
