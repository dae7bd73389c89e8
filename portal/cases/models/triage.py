"""受理分流: what kind of matter it is, how hard, and so how long it may take."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.cases.choices import kind_name
from portal.cases.settings import deadline_for
from portal.records import Moved, step

if TYPE_CHECKING:
    from portal.cases.models.case import Case


class Triaged:
    """Kind and level are entered with the case, and settled at triage."""

    kind: Mapped[str] = mapped_column(String(4))
    level: Mapped[str] = mapped_column(String(10), default="minor")

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind)

    @step("受理", of="registered", to="triaged", needs="cases.triage", verb="triage")
    def accept(self: "Case", *, by: User) -> str:
        """受理 by one press, with kind and level as they were entered; to be handed on later."""
        return self._settle(self.kind, self.level, "按登记的类型和分级受理。")

    @step("受理分流", of="registered", to="triaged", needs="cases.triage", waits=True)
    def triage(
        self: "Case",
        *,
        kind: str,
        level: str,
        by: User,
        note: str = "",
        hand_on: Callable[["Case"], object] | None = None,
    ) -> Moved:
        """Settle kind and level; the time for handling starts running. `hand_on` takes the step that follows at once."""
        return Moved(self._settle(kind, level, note), then=hand_on and (lambda: hand_on(self)))

    def _settle(self: "Case", kind: str, level: str, note: str) -> str:
        self.kind, self.level = kind, level
        self.run_until(deadline_for(self.unit, level, kind, clock.now()))
        return note
