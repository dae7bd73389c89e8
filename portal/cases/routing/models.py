"""分流规则 as rows, and a rule of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal import decision_cache
from portal.cases.kinds.words import folded
from portal.cases.tables.decided import Decided
from portal.cases.tables.terms import Terms
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import KINDS, OrgUnit
from portal.workdays.period import Period, parse_period

DEPARTMENT = "department"
HANDLERS = {"grid": "所在网格", "community": "所在村社区", "township": "所在乡镇街道", DEPARTMENT: "部门"}
PLACES = {key: KINDS[key] for key in ("county", "township", "community", "grid")}  # kinds of units in which a case lies
WORDS, NAME = 200, 40  # lengths


@dataclass(frozen=True)
class Route:
    """One rule: for cases that fit `terms`, lie at `place_level` and speak of one of `words` ("" and none: any). `handler` is one of
    HANDLERS, for a department its short name beside it; `period`: by when, None for the time of the case. Lower `place` is asked first."""

    line: int
    unit_id: int
    unit_name: str
    depth: int
    valid_from: date
    closed: bool
    terms: Terms
    place: int
    place_level: str
    words: tuple[str, ...]
    handler: str
    department: str
    period: Period | None

    def said(self, unit: OrgUnit) -> str:
        return f"{self.asked(unit.county_id)}，交{self.to}{f'，{self.period}内反馈' if self.period else ''}"

    def asked(self, county_id: int | None) -> str:
        """What it asks of a case, in words."""
        where = f"、{PLACES[self.place_level]}登记的" if self.place_level else ""
        words = f"、写到“{'”“'.join(self.words)}”" if self.words else ""
        return f"{self.terms.said(county_id)}{where}{words}"

    @property
    def to(self) -> str:
        """Whom it proposes."""
        return self.department if self.handler == DEPARTMENT else HANDLERS[self.handler]

    def spoken(self, told: str) -> list[str]:
        """Those of its words that `told`, folded, speaks of."""
        return [word for word in self.words if folded(word) in told]

    def fits(self, case: Terms, place_level: str, told: str) -> bool:
        """Whether it is for a case in a unit of that kind; `told` is what is said of it, folded."""
        here = self.place_level in ("", place_level)
        return here and self.terms.fits(case) and (not self.words or bool(self.spoken(told)))

    def covers(self, other: "Route") -> bool:
        """Whether no case is left for `other` when this one is asked first."""
        words = not self.words or (bool(other.words) and all(self.spoken(folded(word)) for word in other.words))
        return words and self.place_level in ("", other.place_level) and self.terms.covers(other.terms)


class RouteRow(Decided, db.Model):  # type: ignore[name-defined]
    """分流规则: what fits goes to `handler`."""

    __tablename__ = "cases_route"
    __table_args__ = ({"sqlite_autoincrement": True},)
    TABLE = "分流规则"

    place: Mapped[int]
    place_level: Mapped[str] = mapped_column(String(12), default="")
    words: Mapped[str] = mapped_column(String(WORDS), default="")
    handler: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(NAME), default="")
    period: Mapped[str] = mapped_column(String(20), default="")

    @classmethod
    def check(cls, unit: OrgUnit, rules: tuple[Route, ...], rule: Route, day: date) -> None:
        """No two for the same cases, none that is never reached, and none that leaves another unreached."""
        for other in rules:
            if rule.closed or other.line == rule.line:
                continue
            if other.covers(rule) and rule.covers(other):
                how = "重复" if (other.handler, other.department) == (rule.handler, rule.department) else "矛盾"
                raise RuleError(f"和第 {other.line} 条（{other.said(unit)}）{how}：两条管的是同样的事项。")
            first, then = sorted((other, rule), key=lambda each: (each.place, each.line))
            if first.covers(then):
                said = "这一条" if then is rule else f"第 {then.line} 条（{then.said(unit)}）"
                before = f"第 {first.line} 条（{first.said(unit)}）" if then is rule else "这一条"
                raise RuleError(
                    f"{said}永远轮不到：排在前面的{before}已经包括了它。请改顺序号，窄的放前面。", at="place"
                )

    def as_typed(self) -> dict:
        return {"period": self.as_rule().period, "words": "、".join(self.words.split())}

    def as_rule(self) -> Route:
        return Route(
            self.line,
            self.unit_id,
            self.unit.short_name,
            self.unit.depth,
            self.valid_from,
            self.closed,
            self.terms,
            self.place,
            self.place_level,
            tuple(self.words.split()),
            self.handler,
            self.department,
            parse_period(self.period) if self.period else None,
        )


decision_cache.watch_rows(RouteRow)
