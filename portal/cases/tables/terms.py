"""What a rule of a unit's table asks of a case: kind, level, urgency, risk, source. What is left open fits any."""

from typing import NamedTuple

from portal.cases.choices import LEVELS, RISKS, URGENCIES
from portal.cases.kinds.catalogue import kinds_of
from portal.cases.sources import source_name


class Terms(NamedTuple):
    """Of a rule: "" where it does not matter. Of a case: what it is; `kind` is a code or, in a rule, that of a group as well."""

    kind: str = ""
    level: str = ""
    urgency: str = ""
    risk: str = ""
    source: str = ""

    def fits(self, case: "Terms") -> bool:
        """Whether a rule with these terms is for `case`."""
        return case.kind.startswith(self.kind) and all(
            mine in ("", theirs) for mine, theirs in zip(self[1:], case[1:], strict=True)
        )

    def covers(self, other: "Terms") -> bool:
        """Whether every case that `other` is for is one of these as well."""
        return self.fits(other)

    def meets(self, other: "Terms") -> bool:
        """Whether a case may fit both."""
        kinds = self.kind.startswith(other.kind) or other.kind.startswith(self.kind)
        return kinds and all(
            "" in (mine, theirs) or mine == theirs for mine, theirs in zip(self[1:], other[1:], strict=True)
        )

    def meeting(self, other: "Terms") -> "Terms":
        """What fits both, where some case does."""
        return Terms(
            max(self.kind, other.kind, key=len),
            *(mine or theirs for mine, theirs in zip(self[1:], other[1:], strict=True)),
        )

    @property
    def weight(self) -> int:
        """How closely it says what it is for: one for each term, one more for a kind below a group."""
        return sum(map(bool, self)) + (len(self.kind) > 2)

    def said(self, county_id: int | None) -> str:
        """劳动争议、大事、信访; 所有事项 where nothing is asked."""
        kinds = kinds_of(county_id)
        words = (
            self.kind and kinds.name(self.kind),
            self.level and LEVELS[self.level],
            self.urgency and URGENCIES[self.urgency],
            self.risk and f"风险{RISKS[self.risk]}",
            self.source and source_name(self.source),
        )
        return "、".join(filter(None, words)) or "所有事项"
