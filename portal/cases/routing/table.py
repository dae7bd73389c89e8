"""Which rule is for a case, and whom it proposes there: the nearest unit's table first, of one table the first rule that fits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

from sqlalchemy import or_, select

from portal import clock
from portal.cases.choosers import has_hands
from portal.cases.kinds.words import folded
from portal.cases.routing.models import DEPARTMENT, Route, RouteRow
from portal.cases.tables.terms import Terms
from portal.extensions import db
from portal.org.models import OrgUnit


class Lying(Protocol):
    """What a table asks of a case, or of a row of one: where it lies and what it says."""

    kind: str
    level: str
    urgency: str
    risk: str
    source: str
    title: str
    description: str
    grid_id: int | None
    community_id: int | None
    township_id: int | None


def order(rule: Route) -> tuple:
    """How rules are asked: the nearest unit first."""
    return (-rule.depth, rule.place, rule.line)


def first_fitting(rules: Iterable[Route], case: Lying, place_level: str) -> Route | None:
    """The rule for `case`, in a unit of that kind."""
    terms = Terms(case.kind, case.level, case.urgency, case.risk, case.source)
    told = folded(f"{case.title}{case.description}")
    return next((each for each in sorted(rules, key=order) if each.fits(terms, place_level, told)), None)


@dataclass(frozen=True)
class Departments:
    """The open departments around a unit by (id of the unit they belong to, short name)."""

    known: Mapping[tuple[int | None, str], int]

    @classmethod
    def around(cls, unit: OrgUnit) -> Self:
        """Those above `unit` and those in its subtree."""
        places = or_(unit.subtree_of(OrgUnit), OrgUnit.parent_id.in_(unit.ancestor_ids))
        found = select(OrgUnit.parent_id, OrgUnit.short_name, OrgUnit.id).where(
            OrgUnit.kind == DEPARTMENT, OrgUnit.closed_on.is_(None), places
        )
        return cls({(parent, name): ident for parent, name, ident in db.session.execute(found)})

    @property
    def names(self) -> list[str]:
        return sorted({name for _, name in self.known})

    def handler(self, rule: Route, case: Any, above: tuple[int, ...]) -> int | None:
        """Whom `rule` proposes for a case in a unit with the ids `above` it and its own: of departments the nearest; None where there is
        no such unit."""
        if rule.handler != DEPARTMENT:
            return getattr(case, f"{rule.handler}_id")
        return next((found for each in reversed(above) if (found := self.known.get((each, rule.department)))), None)


@dataclass(frozen=True)
class Proposal:
    """Who might handle a case and why; `unit_id` None where the rule fits but there is no such unit, or (`unstaffed`: its name) nobody in it who could sign
    for the case."""

    rule: Route
    unit_id: int | None
    spoken: list[str]
    unstaffed: str = ""

    @property
    def reason(self) -> str:
        """For whoever decides."""
        because = f"，写到“{'”“'.join(self.spoken)}”" if self.spoken else ""
        whence = f"{self.rule.unit_name}{RouteRow.TABLE}第 {self.rule.line} 条{because}"
        if self.unstaffed:
            return f"{whence}：应交{self.rule.to}，{self.unstaffed}现在没有能签收的账号，没有替您选上，请另选。"
        if self.unit_id is None:
            return f"{whence}：应交{self.rule.to}，这里没有这个单位，请另选。"
        return f"建议交给{self.rule.to}（{whence}）。请核对，可以改。"


def propose(case: Any) -> Proposal | None:
    """Whom the table in force today proposes for `case`; None where no rule is for it."""
    rules = RouteRow.rules_for(case.unit, clock.today())
    rule = first_fitting(rules, case, case.unit.kind) if rules else None
    if rule is None:
        return None
    known = Departments.around(case.unit) if rule.handler == DEPARTMENT else Departments({})
    found = known.handler(rule, case, case.unit.ancestor_ids)
    spoken = rule.spoken(folded(f"{case.title}{case.description}"))
    unit = db.session.get(OrgUnit, found) if found else None
    if unit is not None and not has_hands(unit):
        return Proposal(rule, None, spoken, unit.short_name)
    return Proposal(rule, found, spoken)
