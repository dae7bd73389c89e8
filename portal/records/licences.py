"""证照 of a body (a canteen, a hall): what it must have, until when each holds, what is missing and what soon runs out.

    class Permit(Licence, db.Model):
        __tablename__ = "hall_permit"
        KINDS = {"fire": "消防手续", "health": "健康证"}
        PERSONAL = ("health",)
        hall_id: Mapped[int] = mapped_column(ForeignKey("hall_hall.id"), index=True)
        holder_id, person = contact("健康证持证人")

    class Hall(Licensed, Body, Scoped, db.Model):
        license, withdraw = Licensed.license.needing("hall.manage"), Licensed.withdraw.needing("hall.manage")
        licences: Mapped[list[Permit]] = relationship(order_by=Permit.id)

`portal.records.licence_pages` has their form, steps and columns.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, Select, String, func, inspect, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from portal import clock
from portal.accounts.reader import Reader
from portal.org.models import OrgUnit
from portal.personal_names import name_key
from portal.records.moved import Moved
from portal.records.people import Contact
from portal.records.steps import step

if TYPE_CHECKING:
    from portal.accounts.models import User

__all__ = ["Licence", "Licensed", "expiring"]


class Licence:
    """One licence, renewed by a new line, never changed. The model adds the key of its body and, where some are of one person (`PERSONAL`
    among `KINDS`, code → name), `holder_id, person = contact(…)`: who may be forgotten."""

    KINDS: ClassVar[Mapping[str, str]]
    PERSONAL: ClassVar[tuple[str, ...]] = ()
    person: ClassVar[Any] = None

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(60), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(index=True)
    withdrawn_on: Mapped[date | None]

    @property
    def holder(self) -> str:
        """The name of whoever it is about, or ""."""
        return self.person.name if self.person else ""

    @holder.setter
    def holder(self, name: str) -> None:
        if name or self.person:
            self.person = Contact(name=name) if name else None  # type: ignore[misc]  # a relationship of the model

    @property
    def title(self) -> str:
        return self.KINDS[self.kind] + (f"（{self.holder}）" if self.holder else "")

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def counts(self) -> bool:
        """Whether it was not withdrawn, and holds today."""
        return self.withdrawn_on is None and self.holds_on(clock.today())

    def outlasts(self, other: "Licence") -> bool:
        return (self.valid_until or date.max, self.id or 0) > (other.valid_until or date.max, other.id or 0)


class Licensed:
    """A body with `licences` (a relationship). The model says which right the two steps need, and until when it is open."""

    if TYPE_CHECKING:
        licences: Any
        unit: Any

    @classmethod
    def licence_class(cls) -> type[Any]:
        return inspect(cls).relationships["licences"].mapper.class_

    @step("登记证照", needs=None)
    def license(self, *, by: "User", phone: str = "", **fields: Any) -> Moved:
        """A licence, or its renewal, which is a line of its own. Fields: kind, holder, number, valid_from, valid_until; `phone` is that
        of the holder, by which the person is told from others of the name."""
        licence = self.licence_class()(**fields)
        if licence.person:
            licence.person.phone = phone or None
        self.licences.append(licence)
        return Moved(made=licence)

    @step("注销证照", needs=None)
    def withdraw(self, licence: Licence, on: date, *, by: "User") -> None:
        """It counts no longer: somebody who left, a licence entered by mistake."""
        licence.withdrawn_on = on

    def is_open(self, day: date) -> bool:
        """Whether licences matter on `day`; they do not for a body that has closed."""
        return True

    def notice_days(self) -> int:
        """How many days ahead somebody is told that a licence runs out."""
        return 30

    def valid_licences(self) -> dict[tuple[str, str], Any]:
        """(kind, whose) → the one that is valid longest, of those that count; a renewed one stands behind its successor."""
        found: dict[tuple[str, str], Any] = {}
        for each in self.licences:
            key = (each.kind, name_key(each.person.name) or f"{each.id}" if each.person else "")
            if each.withdrawn_on is None and (key not in found or each.outlasts(found[key])):
                found[key] = each
        return found

    def lapsed(self, day: date) -> list[str]:
        """Why it may not go on as it is on `day`, in Chinese: what is missing or has expired; empty when all holds."""
        current, kinds = self.valid_licences(), self.licence_class().KINDS
        missing = [f"没有登记{name}" for kind, name in kinds.items() if not any(kind == key[0] for key in current)]
        expired = [
            f"{each.title}已于 {each.valid_until:%Y-%m-%d} 到期" for each in current.values() if not each.holds_on(day)
        ]
        return missing + expired

    def lapsing(self, day: date) -> list[Any]:
        """Those that hold on `day` and expire within the days of notice, the nearest first."""
        last = day + timedelta(days=self.notice_days())
        holding = [each for each in self.valid_licences().values() if each.holds_on(day) and each.valid_until]
        return sorted((each for each in holding if each.valid_until <= last), key=lambda each: each.valid_until)


def expiring(
    body: type[Any],
    permission: str,
    notice: Callable[[OrgUnit], int],
    *,
    where: Callable[[Reader], ColumnElement[bool]],
) -> Callable[[Reader], Select | None]:
    """For a card of the desk: bodies with a licence that has expired or does so within the days of `notice` in their unit, unless a later one
    stands behind it; for whoever holds `permission`, of those for which `where` holds (such as being open)."""

    def found(reader: Reader) -> Select | None:
        if not reader.can(permission):
            return None
        licence = body.licence_class()
        (key,) = (each.key for each in inspect(body).relationships["licences"].remote_side)
        rows = select(body.id, body.name.label("text"), func.min(licence.valid_until).label("due"))
        rows, later = _unless_renewed(rows.join(licence, getattr(licence, key) == body.id), licence, key)
        mine = body.reach(reader, permission), where(reader)
        soon = licence.withdrawn_on.is_(None), licence.valid_until <= reader.today(notice)
        return (
            rows.where(*mine, *soon, ~later)
            .group_by(body.id, body.name)
            .order_by(func.min(licence.valid_until), body.id)
        )

    return found


def _unless_renewed(rows: Select, licence: type[Any], key: str) -> tuple[Select, ColumnElement[bool]]:
    """`rows` of `licence`, joined with what the condition needs: a later one of the same kind, body (`key`) and person stands behind it."""
    later, holder, later_holder = aliased(licence), aliased(Contact), aliased(Contact)
    longer = or_(later.valid_until.is_(None), later.valid_until > licence.valid_until)
    alike = getattr(later, key) == getattr(licence, key), later.kind == licence.kind
    renewed = select(later.id).where(*alike, later.withdrawn_on.is_(None), longer)
    if licence.PERSONAL:
        whose, whose_later = (func.coalesce(each.name_hash, "") for each in (holder, later_holder))
        rows = rows.outerjoin(holder, holder.id == licence.holder_id)
        renewed = renewed.outerjoin(later_holder, later_holder.id == later.holder_id).where(whose_later == whose)
    return rows, renewed.exists()
