"""签收: an order becomes one case; its time is never longer than that of the order."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from plugins.hotline.choices import HANDLE
from plugins.hotline.models.states import UNDER_WAY
from portal import clock
from portal.accounts.models import User
from portal.cases.about import HasCase
from portal.cases.likely_kind import likely_kind
from portal.cases.models import Case
from portal.people.models import Person
from portal.records import step

if TYPE_CHECKING:
    from plugins.hotline.models.order import Order

STARTS = tuple(  # steps of a case after which its time runs by other rules, or other orders bind it
    each.verb for each in (Case.triage, Case.reopen, Case.resume, Case.reckon_anew, Case.take_in, Case.come_back)
)


class Accepted(HasCase):
    """The case that came of it, and since when."""

    accepted_at: Mapped[datetime | None]

    @step("签收", of="received", to="accepted", needs=HANDLE, waits=True)
    def accept(self: "Order", title: str, *, by: User, caller: Person | None = None) -> str:
        """签收: a case of the unit. `caller`: the resident who called, who is a party as 反映人; of a confidential order nobody is."""
        self.title, self.accepted_at = self.kept_apart(title), clock.now()
        self.case = self.open_case(by, caller)
        return f"登记为事项 {self.case.number}。"

    def open_case(self: "Order", by: User, caller: Person | None = None) -> Case:
        """A case of what was handed down, with `caller` as whoever asks."""
        return Case.bring_in(
            unit=self.unit,
            parties=[(1, caller)] if caller and not self.confidential else [],
            by=by,
            title=self.kept_apart(self.title),
            nature=self.nature,
            kind=likely_kind(self.county_id, self.category, f"{self.title} {self.text}"),
            source=self.source,
            description=self.kept_apart(self.text),
            happened_on=clock.local(self.sent_at).date(),
            location=self.kept_apart(self.location),
            urgency=self.urgency,
        )

    @classmethod
    def bind(cls, case: Case) -> None:
        """Let `case` take no longer than its orders allow. One that stands still has no time."""
        order = cls.most_pressing(case)
        if order and case.due_at and order.due_at < case.due_at:
            case.extend(order.due_at, f"{order.from_where}要求的期限。", by=None)

    @classmethod
    def most_pressing(cls, case: Case) -> "Order | None":
        """Of the orders that `case` carries and that are under way the one whose time ends first. One that is late already does not count: the case
        goes by its own time."""
        running = [each for each in cls.of_all_in(case, *UNDER_WAY) if clock.now() < each.due_at]
        return min(running, key=lambda each: each.due_at, default=None)
