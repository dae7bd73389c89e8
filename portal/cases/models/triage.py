"""受理分流: what kind of matter it is, how hard, and so how long it may take."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import User
from portal.cases.choices import DISPUTE, NATURES, statistical_kind
from portal.cases.kinds import kind_name, kinds_of
from portal.columns import named
from portal.records import Moved, step

if TYPE_CHECKING:
    from portal.cases.models.case import Case


class Triaged:
    """Nature, kind and level are entered with the case; kind and level are settled at triage."""

    nature: Mapped[str] = mapped_column(String(10), default=DISPUTE, server_default=DISPUTE)
    kind: Mapped[str] = mapped_column(String(4))
    level: Mapped[str] = mapped_column(String(10), default="minor")

    nature_name = named("nature", NATURES)

    @property
    def kind_name(self: "Case") -> str:
        return kind_name(self)

    @property
    def national_kind(self: "Case") -> str:
        """The code of the 政法综治 book under which it is counted."""
        return kinds_of(self.county_id).national(self.kind)

    @property
    def statistical_kind(self: "Case") -> str:
        """The kind of the judicial statistics."""
        return statistical_kind(kinds_of(self.county_id).current(self.kind), self.national_kind)

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
        urgency: str = "",
        risk: str = "",
        hand_on: Callable[["Case"], object] | None = None,
    ) -> Moved:
        """Settle kind and level, and how urgent and dangerous it is; the time for handling starts running. `hand_on` takes the step that follows
        at once."""
        self.urgency, self.risk = urgency or self.urgency, risk or self.risk
        return Moved(self._settle(kind, level, note), then=hand_on and (lambda: hand_on(self)))

    def _settle(self: "Case", kind: str, level: str, note: str) -> str:
        self.kind, self.level = kind, level
        self.run_to_handle()
        return note
