"""Lines of a table that a unit keeps: append-only, each from a day on, in force for the unit and all below it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, contains_eager, declared_attr, mapped_column, relationship

from portal import clock, decision_cache
from portal.accounts.models import User
from portal.audit import trail
from portal.cases.tables.terms import Terms
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.redaction import RedactedText
from portal.settings.checking import fault_of_day

REASON = 200


class Decided:
    """How the line number `line` of the table of `unit` is from `valid_from` on, whole. None is ever rewritten; `closed` ends a line."""

    TABLE = ""  # what the table is called

    id: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int]
    kind: Mapped[str] = mapped_column(String(4), default="")
    level: Mapped[str] = mapped_column(String(10), default="")
    urgency: Mapped[str] = mapped_column(String(8), default="")
    risk: Mapped[str] = mapped_column(String(8), default="")
    source: Mapped[str] = mapped_column(String(12), default="")
    closed: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    reason: Mapped[str] = mapped_column(RedactedText(REASON))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @declared_attr
    def unit_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("org_unit.id"), index=True)

    @declared_attr
    def actor_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("accounts_user.id"))

    @declared_attr
    def unit(cls) -> Mapped[OrgUnit]:
        return relationship()

    @declared_attr
    def actor(cls) -> Mapped[User | None]:
        return relationship()

    @property
    def terms(self) -> Terms:
        return Terms(self.kind, self.level, self.urgency, self.risk, self.source)

    def as_rule(self) -> Any:
        """What it says, free of the session it was read in."""
        raise NotImplementedError

    def as_typed(self) -> dict[str, Any]:
        """What the form holds in another shape than the column."""
        raise NotImplementedError

    @classmethod
    def check(cls, unit: OrgUnit, rules: tuple, rule: Any, day: date) -> None:
        """Raises RuleError where the table of `unit`, `rules`, cannot be so on `day`, when `rule` is decided (or closed)."""
        raise NotImplementedError

    @classmethod
    def decide(
        cls,
        unit: OrgUnit,
        line: int,
        values: dict,
        *,
        by: User | None,
        reason: str,
        valid_from: date,
        seen: int | None = None,
    ) -> Self:
        """Let the line of `unit` (0: a new one) be as `values` from a day on. `seen`: the last change when the page was shown. Raises
        RuleError for a day that is past or before one that is decided already, and for what contradicts the table."""
        db.session.execute(
            select(OrgUnit.id).where(OrgUnit.id == unit.id).with_for_update(key_share=True)
        )  # whoever else decides waits; cases of the unit are registered meanwhile
        before = list(db.session.scalars(cls.lines_of(unit).order_by(cls.id)))
        last = next((each for each in reversed(before) if each.line == line), None)
        if seen is not None and seen != (last.id if last else 0):
            raise RuleError("您打开页面之后，这一条已被别人修改，请重新打开再改。")
        if valid_from < clock.today():
            raise RuleError("生效日期不能早于今天：已经办理的不能改写。", at="valid_from")
        if fault := fault_of_day(valid_from):
            raise RuleError(fault, at="valid_from")
        if last and last.valid_from > valid_from:
            raise RuleError(f"已经定了 {last.valid_from} 起的修改，生效日期不能早于那天。", at="valid_from")
        line = line or 1 + max((each.line for each in before), default=0)
        row = cls(
            unit=unit,
            unit_id=unit.id,
            line=line,
            actor_id=by.id if by else None,
            reason=reason,
            valid_from=valid_from,
            **values,
        )
        row._check_days([*before, row])
        db.session.add(row)
        db.session.flush()
        told = f"{cls.TABLE}第 {line} 条：{'停用' if row.closed else row.as_rule().said(unit)}（{valid_from} 起）"
        trail.record("settings_change", subject=row, unit=unit, actor=by, detail=told)
        return row

    def _check_days(self, rows: list) -> None:
        """On the day it begins, and on each later one on which another line changes."""
        decided = [(each.valid_from, each.as_rule()) for each in rows]
        for day in sorted({day for day, _ in decided if day >= self.valid_from}):
            self.check(self.unit, in_force(decided, day), self.as_rule(), day)

    @classmethod
    def lines_of(cls, unit: OrgUnit):
        """All that `unit` itself decided, as a select."""
        return select(cls).where(cls.unit_id == unit.id)

    @classmethod
    def rules_for(cls, unit: OrgUnit, day: date) -> tuple:
        """The rules of `unit` and of those above it that are in force on `day`, the unit's own first."""

        def read() -> tuple:
            above = (
                select(cls).join(cls.unit).options(contains_eager(cls.unit)).where(cls.unit_id.in_(unit.ancestor_ids))
            )
            return tuple((row.valid_from, row.as_rule()) for row in db.session.scalars(above.order_by(cls.id)))

        rows = decision_cache.kept((cls.__tablename__, unit.path), read)
        return in_force(rows, day) if rows else ()


def in_force(rows: Iterable[tuple[date, Any]], day: date) -> tuple:
    """Of `(from when, rule)` what counts on `day`: of each line what begins last and was decided last."""
    last: dict[tuple[int, int], Any] = {}
    for valid_from, rule in sorted(rows, key=lambda row: row[0]):
        if valid_from <= day:
            last[rule.unit_id, rule.line] = rule
    return tuple(sorted((each for each in last.values() if not each.closed), key=lambda each: (-each.depth, each.line)))
