"""时限表 as rows, and a rule of it."""

from dataclasses import dataclass
from datetime import date
from itertools import combinations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal import decision_cache
from portal.cases.policy.statutory import beyond
from portal.cases.tables.decided import Decided
from portal.cases.tables.terms import Terms
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.workdays.period import Period, parse_period

FIELDS = {"accepting": "accept_period", "handling": "period"}  # what a rule limits → the column


@dataclass(frozen=True)
class Limit:
    """One rule. `accepting`, `handling`: how long each may take, None where it does not say. `warn_percent`: with how much of the time left it is
    yellow, None for what the unit has set for all."""

    line: int
    unit_id: int
    unit_name: str
    depth: int
    valid_from: date
    closed: bool
    terms: Terms
    accepting: Period | None
    handling: Period | None
    warn_percent: int | None

    def said(self, unit: OrgUnit) -> str:
        yellow = "" if self.warn_percent is None else f"，剩 {self.warn_percent}% 时提醒"
        accepted = f"受理 {self.accepting}" if self.accepting else ""
        handled = f"{'办理 ' if accepted else ''}{self.handling}" if self.handling else ""
        return f"{self.terms.said(unit.county_id)}：{'，'.join(filter(None, (accepted, handled)))}{yellow}"

    @property
    def basis(self) -> str:
        return f"{self.unit_name}时限表第 {self.line} 条，{self.valid_from} 起执行"


class LimitRow(Decided, db.Model):  # type: ignore[name-defined]
    """时限表: how long the cases that fit may take, as written (3 个工作日): to be accepted, and from then to be handled; "" where it does not say."""

    __tablename__ = "cases_limit"
    __table_args__ = ({"sqlite_autoincrement": True},)
    TABLE = "时限表"

    accept_period: Mapped[str] = mapped_column(String(20), default="", server_default="")
    period: Mapped[str] = mapped_column(String(20))
    warn_percent: Mapped[int | None]

    @classmethod
    def check(cls, unit: OrgUnit, rules: tuple[Limit, ...], rule: Limit, day: date) -> None:
        """Something, and nothing longer than the law has it; no two that say it equally closely of the same case, and differently, unless a third
        says it closer."""
        if not (rule.accepting or rule.handling):
            raise RuleError("请填写受理时限或者办理时限。", at="period")
        for stage, field in FIELDS.items():
            if not rule.closed and (law := beyond(getattr(rule, stage), stage, rule.terms.source, day)):
                raise RuleError(law, at=field)
            cls._agree(unit, [each for each in rules if getattr(each, stage)], rule, stage)

    @classmethod
    def _agree(cls, unit: OrgUnit, rules: list[Limit], rule: Limit, stage: str) -> None:
        for one, other in combinations(rules, 2):
            if _contradict(one, other, stage) and not _settled(one, other, rules):
                mine, theirs = (other, one) if other.line == rule.line else (one, other)
                which = f"第 {theirs.line} 条（{theirs.said(unit)}）"
                said = f"和{which}矛盾" if mine.line == rule.line else f"第 {mine.line} 条就和{which}矛盾"
                both = one.terms.meeting(other.terms).said(unit.county_id)
                raise RuleError(
                    f"{said}：都是“{both}”的事，两条写得一样细、时限不同。请先加一条把这几样都写明的，或者改成一样。"
                )

    def as_typed(self) -> dict:
        rule = self.as_rule()
        return {field: getattr(rule, stage) for stage, field in FIELDS.items()}

    def as_rule(self) -> Limit:
        return Limit(
            self.line,
            self.unit_id,
            self.unit.short_name,
            self.unit.depth,
            self.valid_from,
            self.closed,
            self.terms,
            parse_period(self.accept_period) if self.accept_period else None,
            parse_period(self.period) if self.period else None,
            self.warn_percent,
        )


decision_cache.watch_rows(LimitRow)


def _contradict(one: Limit, other: Limit, stage: str) -> bool:
    tied = one.terms.weight == other.terms.weight and one.terms.meets(other.terms)
    return tied and (getattr(one, stage), one.warn_percent) != (getattr(other, stage), other.warn_percent)


def _settled(one: Limit, other: Limit, rules: list[Limit]) -> bool:
    """Whether a rule that says it closer is for all cases that fit both."""
    both = one.terms.meeting(other.terms)
    return any(each.terms.weight > one.terms.weight and each.terms.covers(both) for each in rules)
