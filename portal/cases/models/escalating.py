"""上报、下派: what a unit cannot settle goes to the one above, and one above hands down to a unit of its own. The time runs on."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import false, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.cases.models.charge import rank_of
from portal.cases.models.referral import Referral
from portal.cases.models.states import STATES
from portal.cases.settings import due_after, rules_of_referring
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.records import step

if TYPE_CHECKING:
    from portal.cases.models.case import Case


def _is_on_its_way(case: "Case") -> RuleError | str:
    pending = case.referral
    return WrongState(f"已经{pending.way}{pending.to_unit}，还没有接受。要改的，先撤回。") if pending else ""


def above(unit: OrgUnit) -> list[int]:
    """Ids of the units above it up to the city, the nearest first."""
    return [ident for level in reversed(LEVELS[: rank_of(unit)]) if (ident := getattr(unit, level))]


class Escalated:
    """A case may be passed up and down the tree. `take_by`: by when the other end is to say whether it takes it, while it waits there.
    `outcome_untold`: who passed it on has not taken note of what became of that."""

    take_by: Mapped[datetime | None] = mapped_column()
    outcome_untold: Mapped[bool] = mapped_column(default=False, server_default=false())

    @declared_attr
    def referrals(cls) -> Mapped[list[Referral]]:
        return relationship(back_populates="record", order_by=Referral.id)

    @property
    def referral(self: "Case") -> Referral | None:
        """The one that waits for an answer."""
        return next((each for each in self.referrals if each.open), None) if self.open else None

    def times_refused(self: "Case", *, upward: bool, lower: int) -> int:
        """How often it was sent back that way between the unit of rank `lower` and the one above it."""
        return sum((each.upward, each.lower, each.status) == (upward, lower, "refused") for each in self.referrals)

    def superiors(self: "Case", office: OrgUnit) -> list[OrgUnit]:
        """To whom `office` may pass it up: the unit above, or any above where the local rules let one skip levels."""
        ids = above(office)[: None if rules_of_referring(self.unit).may_skip else 1]
        found = db.session.scalars(select(OrgUnit).where(OrgUnit.id.in_(ids), OrgUnit.closed_on.is_(None)))
        return sorted(found, key=lambda unit: ids.index(unit.id))

    def subordinates(self: "Case", office: OrgUnit) -> list[OrgUnit]:
        """To whom `office` may hand it down: the units next below it, of the same county."""
        below = select(OrgUnit).where(OrgUnit.parent_id == office.id, OrgUnit.kind != "department")
        return list(
            db.session.scalars(
                below.where(OrgUnit.closed_on.is_(None), OrgUnit.county_id == self.county_id).order_by(OrgUnit.path)
            )
        )

    @step("上报", of=STATES.open, needs="cases.assign", unless=_is_on_its_way)
    def escalate(self: "Case", unit: OrgUnit, reason: str, *, done: str, asked: str, by: User) -> str:
        """上报 to `unit`: why it cannot be settled here, what was done, what is asked for. Raises RuleError for a unit that is not above, and where it
        was sent back too often."""
        office = self.office_of(by)
        rules, refused = rules_of_referring(self.unit), self.times_refused(upward=True, lower=rank_of(office))
        if refused >= rules.most:
            raise RuleError(f"这件事上报后已被退回 {refused} 次，本地规定最多 {rules.most} 次，请在本单位办理。")
        if unit not in self.superiors(office):
            raise RuleError(f"只能上报{office}的上一级单位。", at="unit_id")
        self._pass_on(office, unit, by, reason=reason, done=done, asked=asked)
        return f"上报{unit}。{reason}已做工作：{done}请求：{asked}"

    @step("下派", of=STATES.open, needs="cases.assign", unless=_is_on_its_way)
    def delegate(self: "Case", unit: OrgUnit, asked: str, due_on: date, *, by: User) -> str:
        """下派 to `unit`, next below: what is expected, and by when. A case that lies elsewhere moves there. Raises RuleError for another unit, and
        for a day that is past or after the time of the case."""
        office = self.office_of(by)
        if unit not in self.subordinates(office):
            raise RuleError(f"只能下派给{office}的下一级单位；交部门办理的，请用“交办”。", at="unit_id")
        last = clock.local(self.due_at).date() if self.due_at and self.due_at > clock.now() else None
        if due_on < clock.today() or (last and due_on > last):
            raise RuleError(f"期限应当在今天到这件事的办理时限{f' {last} ' if last else ''}之间。", at="due_on")
        row = self._pass_on(office, unit, by, asked=asked, due_on=due_on)
        self.charge = rank_of(office)
        if not unit.contains(self):
            row.place_was_id = self.unit_id
            self.place(unit)
        return f"下派{unit}，{due_on} 前办结。要求：{asked}"

    def _pass_on(self: "Case", office: OrgUnit, unit: OrgUnit, by: User, **said) -> Referral:
        due_at = due_after(rules_of_referring(self.unit).answer_period, clock.now())
        row = Referral.between(office, unit, by_id=by.id, due_at=due_at, charge_was=self.charge, **said)
        self.referrals.append(row)
        self.take_by = due_at
        return row

    def end_referrals(self: "Case") -> None:
        for each in self.referrals:
            each.end()
