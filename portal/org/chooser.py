"""A form field for one unit: a drop-down list, or a search with radio buttons when there are many units."""

from collections.abc import Callable

from wtforms import ValidationError

from portal.org.models import OrgUnit
from portal.web.forms.form import NOT_OFFERED
from portal.web.forms.looking_up import LookedUp
from portal.web.pages.rendering import LARGEST_ID

__all__ = ["UnitField"]

FEW = 60
SHOWN = 20
PLEASE = "请选择"


class UnitField(LookedUp):
    """单位. The view sets `choices`, id → name of every unit that may be chosen, or a function that lists them; several may stand in a group: its name → these.
    Under 0 stands what no unit is called, where none has to be chosen.

    Where it also says how to `find` one by its id, nothing is listed for a choice that is good, and `unit` is the one.
    """

    find: Callable[[int | None], OrgUnit | None] | None = None
    unit: OrgUnit | None = None

    def __init__(self, label: str, validators=None, **kwargs):
        super().__init__(label, validators, coerce=int, **kwargs)

    @property
    def names(self) -> dict[int, str]:
        """Id → name of all that may be chosen, without their groups."""
        found: dict[int, str] = {}
        for key, value in (self.choices or {}).items():
            found |= value if isinstance(value, dict) else {key: value}
        return found

    @property
    def many(self) -> bool:
        """Whether there are too many units for a drop-down list."""
        return len(self.names) > FEW

    @property
    def found(self) -> list[tuple[int, str]]:
        """The chosen unit, and all whose name contains the search text."""
        return [
            (ident, name.strip("　"))
            for ident, name in self.names.items()
            if ident and (ident == self.data or (self.wanted and self.wanted in name))
        ]

    @property
    def without(self) -> str:
        """What chooses no unit beside those that were found, "" where there is no need to."""
        said = "" if self.find else self.names.get(0, "")
        return said if said != PLEASE else "不选" if self.data else ""

    @property
    def offered(self) -> list[tuple[int, str]]:
        """The units shown: those found, up to a limit."""
        return self.found[:SHOWN]

    def process_formdata(self, valuelist) -> None:
        """Read the id; anything else counts as no choice."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
        if self.data is not None and not 0 <= self.data <= LARGEST_ID:
            self.data = None

    def pre_validate(self, form) -> None:
        """Raises ValidationError unless one of the offered units is chosen."""
        self.unit = self.find(self.data) if self.find else None
        if not self.find and not self.data and 0 in self.names:
            self.data = 0
        elif self.unit is None and (self.find or self.data not in self.names):
            asked = "请选择单位：写几个字查找，再选中。" if self.many else "请选择单位。"
            raise ValidationError(NOT_OFFERED if self.data else asked)
