"""What hooks hand over about cases: ways at triage, fields of the form, columns, filters and search of the list."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import wtforms

from portal.plugin.contribution import Contribution
from portal.web.forms.telling import Telling
from portal.web.forms.whole_numbers import WholeNumbers

NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")


@dataclass(frozen=True)
class TriageOption(Contribution):
    """A way a case may go at triage: 转人民调解, for one. `take(case, by=user, note=text)` hands the triaged case over, in
    the same transaction. `unavailable`: a sentence that says why this case cannot go that way; it stands in place of the way.
    `wished`: a sentence that says who wants it to go that way; it is chosen already, for whoever decides to confirm."""

    key: str
    label: str
    take: Callable
    unavailable: str = ""
    wished: str = ""


class PartForm(Telling, WholeNumbers, wtforms.Form):
    """The base of fields that a plugin adds to a form: messages in Chinese, no token of its own. No files."""

    class Meta:
        locales = ("zh",)


@dataclass(frozen=True)
class CaseFields(Contribution):
    """A group of fields under `title` in the form 登记事项. `keep(case, values)` stores them, in the transaction that
    registers `case`; it may raise RuleError, and then nothing is registered.

    With `kinds` (codes of one or both levels, such as "02" or "0203") they count only for cases of these kinds:
    for others they are neither checked nor kept.

    With `read(case)`, which answers what is stored as a mapping of field → value, they can be put right later, as long as the
    case is open: by whoever holds `needs` where it lies. `keep` is then called with the same case once more.
    """

    title: str
    form: type[PartForm]
    keep: Callable[..., None]
    kinds: tuple[str, ...] = ()
    read: Callable[[Any], Mapping[str, Any]] | None = None
    needs: str = "cases.register"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not issubclass(self.form, PartForm):
            raise TypeError(f"CaseFields.form is {self.form!r}, no subclass of PartForm")

    def concern(self, kind: str | None) -> bool:
        """Whether they are asked for a case of `kind`."""
        return not self.kinds or (kind or "").startswith(self.kinds)


def _check_name(part: "CaseColumn | CaseFilter") -> None:
    """It stands in addresses. Raises ValueError."""
    if not NAME.fullmatch(part.name):
        raise ValueError(f"{type(part).__name__}.name is {part.name!r}, not lower-case letters, digits and _")


@dataclass(frozen=True)
class CaseColumn(Contribution):
    """A column of the case list and of its file. `values(ids)` answers case id → value, of all cases of a page or a portion of the file
    at once, in one statement. `kind`: text, number, money (in 分), day or moment. Unless it is `shown`, whoever wants it chooses it (列和视图)."""

    name: str
    label: str
    values: Callable[[list[int]], Mapping[int, Any]]
    kind: str = "text"
    shown: bool = False

    KINDS: ClassVar[dict[str, tuple[type, ...]]] = {
        "text": (str,),
        "number": (int, float),
        "money": (int,),
        "day": (date,),
        "moment": (datetime,),
    }

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_name(self)
        if self.kind not in self.KINDS:
            raise ValueError(f"CaseColumn.kind is {self.kind!r}, not one of {', '.join(self.KINDS)}")

    def checked(self, ids: list[int]) -> dict[int, Any]:
        """`values`, without those that are nothing. Raises TypeError for one that is not of the `kind`."""
        found = {ident: value for ident, value in self.values(ids).items() if value is not None}
        if wrong := [value for value in found.values() if type(value) not in self.KINDS[self.kind]]:
            raise TypeError(f"CaseColumn {self.name} is of kind {self.kind}, and gives {wrong[0]!r}")
        return found


@dataclass(frozen=True)
class CaseFilter(Contribution):
    """A choice in the filter bar of the case list. `options`: key → name; `cases(option)` answers a select of the ids of the cases that
    it stands for, which is looked up case by case: an index on them should lead to the rest."""

    name: str
    label: str
    options: Mapping[str, str]
    cases: Callable[[str], Any]

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_name(self)


@dataclass(frozen=True)
class CaseFinder(Contribution):
    """What else the search box over the cases, and that in the header, finds: `cases(text, user)` answers a select of ids of cases.
    `label` stands in the box after 编号、名称、当事人."""

    label: str
    cases: Callable[[str, Any], Any]
