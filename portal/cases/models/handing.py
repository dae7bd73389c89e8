"""交办: a case is handed to units and departments; one leads, others assist it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import false
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, validates

from portal import clock
from portal.accounts.models import User
from portal.cases.choices import CALLED, LEAD, ROLES
from portal.cases.models.assignment import Assignment
from portal.cases.models.states import FEW, OUT
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import Ancestors, OrgUnit
from portal.records import Entry, Moved, step

if TYPE_CHECKING:
    from portal.cases.models.case import Case

SENT_BACK = ("return", "uphold")  # verbs of an assignment after which somebody else is to be found


class HandedOn:
    """A case is handed to units and departments, several at once if need be. `came_back`: it was in hands, and waits to be handed on again, also while others
    still have it.
    `contested`: somebody asks to send it back, and the director has not decided."""

    came_back: Mapped[bool] = mapped_column(default=False, server_default=false())
    contested: Mapped[bool] = mapped_column(default=False, server_default=false())

    @declared_attr
    def assignments(cls) -> Mapped[list[Assignment]]:
        return relationship(back_populates="record", order_by=Assignment.id)

    @validates("due_at")
    def _date_of_hands(self: "Case", _: str, due_at: datetime | None) -> datetime | None:
        """Whoever was handed it answers by it."""
        with db.session.no_autoflush:
            for each in self.assignments:
                each.answer_until(each.due_at, due_at)
        return due_at

    @validates(*FEW)
    def _one_of_few(self: "Case", name: str, value: Any) -> Any:
        """Whoever was handed it finds it among these few."""
        if _says(value) != _says(getattr(self, name)):
            with db.session.no_autoflush:
                for each in self.assignments:
                    each.few = each.few & ~FEW[name] | (FEW[name] if _says(value) else 0)
        return value

    def copy_ancestors(self: "Case", other: Ancestors) -> None:
        """Where it lies now; for some it may lie outside then that it did not, or no more."""
        super().copy_ancestors(other)  # type: ignore[misc]
        for each in self.assignments:
            each.outside = not each.unit.contains(self)

    def move(self: "Case", verb: str, to: str = "", **entry: Any) -> Entry:
        self.came_back = self._comes_back(verb, to or self.status)
        was = self.status
        made = super().move(verb, to, **entry)  # type: ignore[misc]
        moved = was and was != self.status  # one that begins was handed to nobody
        for each in self.assignments if moved else ():
            each.under_way, each.stands = self.open, self.status if self.open else ""
        return made

    def _comes_back(self: "Case", verb: str, status: str) -> bool:
        """Whether it waits to be handed on again: nobody leads it any more; or one who had it sent it back, and nobody was given it since."""
        if status in OUT:
            return verb in SENT_BACK or (self.came_back and verb != "assign")
        return status == "triaged" and bool(self.assignments)

    @property
    def sent_back(self) -> list[Assignment]:
        """Those that were sent back since it was handed on last."""
        last = max((each.sent_at for each in self.assignments), default=None)
        return [
            each for each in self.assignments if each.status == "returned" and each.ended_at and each.ended_at >= last
        ]

    @property
    def in_hand(self) -> list[Assignment]:
        """The assignments that are not answered yet."""
        return [each for each in self.assignments if each.open]

    @property
    def in_hands(self) -> bool:
        """Whether somebody has it who has not answered yet."""
        return any(each.open for each in self.assignments)

    @property
    def is_led(self: "Case") -> bool:
        """Whether a unit leads, or has led and answered since the case was taken up last."""
        leads = [each for each in self.assignments if each.role == LEAD]
        answered = [each.ended_at for each in leads if each.status == "reported"]
        if any(each.open for each in leads) or not answered:
            return any(each.open for each in leads)
        return self.reopened_at is None or max(answered) > self.reopened_at

    @property
    def times_returned(self) -> int:
        """How often a unit has sent it back."""
        return sum(each.status == "returned" and not each.channel for each in self.assignments)

    def call(self: "Case", unit: OrgUnit, *, by: User, note: str) -> Assignment:
        """应哨: `unit` is called to help whoever leads, and answers for its part; whether that is its matter at all, the director decides. What
        it has in hand already stays as it is. Raises RuleError as `assign` does."""
        found = next((each for each in self.in_hand if each.unit_id == unit.id and not each.channel), None)
        return found or self.assign(unit, by=by, note=note, role=CALLED)

    @step("交办", of=("triaged", "assigned", "in_progress", "reported"), needs="cases.assign")
    def assign(
        self: "Case",
        unit: OrgUnit,
        *,
        by: User,
        note: str = "",
        channel: str = "",
        role: str = LEAD,
        due_at: datetime | None = None,
        beside: Sequence[dict] = (),
    ) -> Moved:
        """交办 to a unit or department, or to the desk of a plugin in it; `beside`: unit, role and due_at of others who get it with the same
        `note`. `due_at`: by when, where that is not the time of the case. Raises RuleError when the unit already has it or is closed, and
        for who assists nobody.
        """
        if any(each.open and (each.unit_id, each.channel) == (unit.id, channel) for each in self.assignments):
            raise RuleError(f"这件事已经交给{unit}，正在办理。")
        if unit.closed_on:
            raise RuleError(f"{unit}已于 {unit.closed_on} 撤销，不能交办，请选现在的承办单位。")
        if role != LEAD and not self.is_led:
            raise RuleError("协办要有主办单位，请先选定主办单位。")
        made = Assignment(unit=unit, unit_id=unit.id, channel=channel, note=note, sent_by_id=by.id, status="sent")
        made.role, made.came_at, made.outside = role, self.created_at, not unit.contains(self)
        made.few = sum(bit for name, bit in FEW.items() if _says(getattr(self, name)))
        made.stands = self.status
        self.assignments.append(made)
        made.due_at = due_at
        others = lambda: [self.assign(by=by, note=note, **each) for each in beside]  # noqa: E731
        return Moved(
            _said(made, several=role != LEAD or bool(beside)) + note,
            to="assigned" if self.status in ("triaged", "reported") else "",
            made=made,
            then=others if beside else None,
        )


def _says(value: Any) -> bool:
    """Whether a column by which a case is one of few says that it is."""
    return value is not None and value is not False


def _said(made: Assignment, *, several: bool) -> str:
    how = ROLES[made.role] if several else "办理"
    return f"交{made.unit}{how}" + (f"，{clock.local(made.due_at):%Y-%m-%d} 前反馈。" if made.due_at else "。")
