"""时限: stored when it starts running, so that what is overdue is a range of an index."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.cases.models.states import STATES
from portal.cases.settings import warning_at
from portal.records import step

if TYPE_CHECKING:
    from portal.cases.models.case import Case


class Timed:
    """A case has until `due_at`; from `warn_at` on that is near."""

    due_at: Mapped[datetime | None] = mapped_column()
    warn_at: Mapped[datetime | None] = mapped_column()

    def run_until(self: "Case", due_at: datetime) -> None:
        """Let the time run from now until `due_at`."""
        self.due_at, self.warn_at = due_at, warning_at(self.unit, due_at)

    @step("延期", of=STATES.open, needs=None)
    def extend(self: "Case", due_at: datetime, reason: str, *, by: User | None) -> str:
        """The case may take until `due_at`. Meant for a plugin whose own law sets another term."""
        self.run_until(due_at)
        return f"办理时限至{clock.local(due_at):%Y-%m-%d}。{reason}"
