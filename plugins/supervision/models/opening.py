"""督办 begins, of itself too, and goes up rung by rung."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plugins.supervision.choices import BEGUN_AT, LEVELS, LISTED, OVERSEE, RAISE, REASONS, next_levels
from plugins.supervision.models.rung import Rung
from plugins.supervision.models.states import UNANSWERED
from plugins.supervision.models.targets import not_to_be_asked
from plugins.supervision.settings import answer_by, take_number
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.columns import named
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Moved, begins, step

if TYPE_CHECKING:
    from plugins.supervision.models.supervision import Supervision


def _at_the_top(supervision: "Supervision") -> str:
    return "" if next_levels(supervision.level) else "已经挂牌，没有更高的一级。"


class Opened:
    """`level` is the rung on which it stands; `late` (没有按时答复) once a limit passed that was not answered in time, whatever limit came after it."""

    level: Mapped[str] = mapped_column(String(10))
    cause: Mapped[str] = mapped_column(String(12))
    due_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False)
    listed_at: Mapped[datetime | None]

    level_name = named("level", LEVELS)
    cause_name = named("cause", REASONS)

    @begins("督办", needs=OVERSEE, refused="您不能督办这件事。")
    def open_about(cls, case: Case, *, target: OrgUnit, level: str, by: User, **fields: Any) -> Moved:
        """`target` is asked about `case` by the unit of `by` nearest to it. level: one of BEGUN_AT; fields: cause, matter, demands. Raises RuleError for
        a closed case, a unit that has nothing to do with it or that is not below the one that asks, and one that is asked already."""
        asking = by.offices_over(case, OVERSEE)[0]
        if level not in BEGUN_AT:
            raise RuleError(f"{LEVELS[level]}要从督办单升级，不能一开始就用。", at="level")
        return cls._begun(asking, case, target, level, by, fields)

    @begins("自动督办", needs=None)
    def start_about(cls, case: Case, *, asking: OrgUnit, target: OrgUnit, level: str, by: None, **fields: Any) -> Moved:
        """As `open_about`, by nobody, on behalf of the unit `asking`."""
        return cls._begun(asking, case, target, level, by, fields)

    @classmethod
    def _begun(
        cls, asking: OrgUnit, case: Case, target: OrgUnit, level: str, by: User | None, fields: dict[str, Any]
    ) -> Moved:
        if not case.open:
            raise WrongState(f"这件事{case.status_name}，不用督办。")
        if said := not_to_be_asked(asking, case, target):
            raise RuleError(said, at="target_id")
        case.lock_as_read()
        if any((each.unit_id, each.target_id) == (asking.id, target.id) for each in cls.under_way(case)):
            raise RuleError(f"{asking}已经就这件事督办{target}，还没有解除；要更严的，在那一次里升级。", at="target_id")
        made = cls(case=case, case_id=case.id, target=target, target_id=target.id, created_at=clock.now())
        made.opened_by_id = by.id if by else None
        made.place(asking)
        made.number = take_number(asking)
        made.climb(level, by, **fields)
        db.session.add(made)
        return Moved(f"{LEVELS[level]}：{target}，{REASONS[made.cause]}。{made.rung.matter}", made=made)

    def climb(self: "Supervision", level: str, by: User | None, *, cause: str, matter: str, demands: str) -> None:
        """Stand on the rung `level`, which is to be answered anew."""
        due_at = answer_by(self.unit, level)
        self.level, self.cause, self.due_at, self.received_at = level, cause, due_at, None
        rung = Rung(level=level, cause=cause, matter=matter, demands=demands, due_at=due_at, at=clock.now())
        rung.by_id = by.id if by else None
        self.rungs.append(rung)
        if level == LISTED:
            self.listed_at = clock.now()

    @step("升级督办", of=("issued", "asking", "answered"), to="issued", needs=RAISE, unless=_at_the_top, verb="climb")
    def raise_to(self: "Supervision", level: str, *, cause: str, matter: str, demands: str, by: User) -> str:
        """One rung higher, for one of REASONS. Raises RuleError for what is not the next."""
        if level not in next_levels(self.level):
            raise RuleError(f"现在是{self.level_name}，只能升一级。", at="level")
        self._stay_late()
        self.climb(level, by, cause=cause, matter=matter, demands=demands)
        return f"{LEVELS[level]}，{REASONS[cause]}。{matter}"

    def _stay_late(self: "Supervision") -> None:
        """Before another limit comes: what was not answered by this one stays late."""
        self.late = self.late or (self.status in UNANSWERED and clock.now() > self.due_at)
