"""复核、审批: what one person asked for, another decides on."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from portal import clock
from portal.accounts.hands import key_of, one_hand
from portal.accounts.models import User
from portal.errors import NotAllowed
from portal.org.models import Scoped


class SecondPerson(Scoped):
    """A row that somebody (`asked_by_id`) asked for; whoever holds `DECIDES` where it lies, and is not one hand with them, decides on it.

    DECIDES: the permission. OWN_REFUSED, OTHERS_REFUSED: what is said to whoever asked, and to whoever may not decide there.
    """

    DECIDES: ClassVar[str]
    OWN_REFUSED: ClassVar[str]
    OTHERS_REFUSED: ClassVar[str]

    if TYPE_CHECKING:
        id: int
        state: str
        asked_by_id: int
        decided_by: User | None
        decided_at: datetime | None

    @property
    def undecided(self) -> bool:
        """Whether it waits for the second person."""
        return self.state == "asked"

    def may_be_decided_by(self, user: User) -> bool:
        """Whether `user` is the second person, now."""
        return self.undecided and user.can(self.DECIDES, self) and not self._same_hand(user)

    def admit_second(self, user: User) -> None:
        """Raises NotAllowed for whoever asked, and without the right."""
        if self._same_hand(user):
            raise NotAllowed(self.OWN_REFUSED)
        if not user.can(self.DECIDES, self):
            raise NotAllowed(self.OTHERS_REFUSED)

    def decided(self, state: str, by: User) -> None:
        """`by`, who was admitted, decided: it is in `state` now."""
        self.state, self.decided_by, self.decided_at = state, by, clock.now()

    def _same_hand(self, user: User) -> str:
        return one_hand(user, self.asked_by_id, key_of(self), lambda: user.can(self.DECIDES, self))
