"""The list of kinds of one county on any day: what is delivered, and what the county made of it."""

from collections.abc import Iterable
from datetime import date
from string import ascii_uppercase

from sqlalchemy import select

from portal import clock, decision_cache
from portal.cases.kinds.delivered import OTHER, Kind, delivered
from portal.cases.kinds.models import KindChange
from portal.errors import RuleError
from portal.extensions import db

__all__ = ["Kind", "KindList", "kind_name", "kinds_of", "read_kinds"]


class KindList:
    """`changes`: `(from when, kind)`, in the order in which they were decided."""

    def __init__(self, changes: Iterable[tuple[date, Kind]] = ()) -> None:
        self._changes = sorted(changes, key=lambda change: change[0])  # of one day, what was decided last counts
        self._days: dict[date, dict[str, Kind]] = {}

    def on(self, day: date | None = None) -> dict[str, Kind]:
        """Code → kind on `day` (today), closed ones too; group by group, each in the district's order."""
        day = day or clock.today()
        since = max((start for start, _ in self._changes if start <= day), default=date.min)
        if since not in self._days:
            found = delivered() | {kind.code: kind for start, kind in self._changes if start <= since}
            groups = {code: kind for code, kind in found.items() if kind.is_group}
            order = sorted(found.values(), key=lambda kind: (groups[kind.group].order, not kind.is_group, kind.order))
            self._days[since] = {kind.code: kind for kind in order}
        return self._days[since]

    def get(self, code: str, day: date | None = None) -> Kind | None:
        """The kind as it was on `day`; one that came later as it first was. None where there never was one."""
        return self.on(day).get(code) or next((kind for _, kind in self._changes if kind.code == code), None)

    def last(self, code: str) -> tuple[date, Kind | None]:
        """The kind as it was last decided, even from a later day on, and from when."""
        found = [(start, kind) for start, kind in self._changes if kind.code == code]
        return found[-1] if found else (date.min, delivered().get(code))

    def decided(self, code: str) -> int:
        """How often it was decided upon: who opened its page earlier has seen fewer."""
        return sum(kind.code == code for _, kind in self._changes)

    def free_code(self, group: str) -> str:
        """The next code of a district's own: 02A1 below 02, A1 for a new group. Never one that was taken before. Raises RuleError."""
        taken = {*delivered(), *(kind.code for _, kind in self._changes)}
        codes = (f"{group}{letter}{digit}" for letter in ascii_uppercase for digit in range(1, 10))
        if code := next((each for each in codes if each not in taken), ""):
            return code
        raise RuleError("类型太多了，不能再增加。")

    def name(self, code: str, day: date | None = None) -> str:
        """Both levels: 「邻里·用水排水通行通风采光」; 「其他」 for a code nobody knows."""
        group, kind = self.get(code[:2], day), self.get(code, day)
        first = group.name if group else "其他"
        return f"{first}·{kind.name}" if kind and not kind.is_group else first

    def offered(self, day: date | None = None) -> dict[str, list[Kind]]:
        """Code of a group → what may be chosen of it: its open kinds, or itself where it has none."""
        found: dict[str, list[Kind]] = {}
        kinds = self.on(day)
        for kind in kinds.values():
            if not kind.closed and not kinds[kind.group].closed:
                found.setdefault(kind.group, []).append(kind)
        return {code: [each for each in listed if not each.is_group] or listed for code, listed in found.items()}

    def current(self, code: str, day: date | None = None) -> str:
        """Where a kind is counted on `day`: one that was merged goes with its successor."""
        seen: set[str] = set()
        while (kind := self.get(code, day)) and kind.closed and kind.successor and code not in seen:
            seen.add(code)
            code = kind.successor
        return code

    def national(self, code: str, day: date | None = None) -> str:
        """The code of the 政法综治 book under which `code` is counted."""
        kind = self.get(self.current(code, day), day)
        return kind.national if kind else OTHER

    def below(self, code: str, day: date | None = None) -> list[str]:
        """`code`, what lies below it, and what was merged into any of these."""
        return [each for each in self.on(day) if code in (each, each[:2], (now := self.current(each, day)), now[:2])]


_DELIVERED = KindList()


def kinds_of(county_id: int | None) -> KindList:
    """The list of the county with the id `county_id`; what is delivered for None, where a unit lies in none. Kept in the process as long as nothing changes."""
    if county_id is None:
        return _DELIVERED
    return decision_cache.kept(("kinds of cases", county_id), lambda: read_kinds(county_id))


def read_kinds(county_id: int) -> KindList:
    """The same, read now."""
    rows = select(KindChange).where(KindChange.county_id == county_id).order_by(KindChange.id)
    return KindList([(row.valid_from, row.kind) for row in db.session.scalars(rows)])


def kind_name(row) -> str:
    """What the kind of a case (or of a line of the list) was called where it lies, on the day of its registration."""
    return kinds_of(row.county_id).name(row.kind, clock.local(row.created_at).date())
