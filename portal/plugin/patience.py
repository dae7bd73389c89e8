"""How long a plugin may keep a page waiting: what shows something on a page is left out for a while after being slow three times running.

Only display hooks are left out. A check decides whether a step is lawful and an event belongs to the transaction, so they are waited
for, and the log says who was slow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

LONGEST = 1.0  # seconds, of one call
CHANCES = 3  # slow calls running
PAUSE = 300.0  # seconds


@dataclass
class Patience:
    """Of one process with its plugins: who was slow how often, and until when it is left out, by plugin and hook."""

    slow: dict[tuple[str, str], int] = field(default_factory=dict)
    paused: dict[tuple[str, str], float] = field(default_factory=dict)
    searched: float = float("-inf")

    def may_search(self) -> bool:
        """Whether it is time to ask the parts of one slow statement singly, for which each is asked once more: seldom, for nothing may come of
        it, and a machine that is only busy would be busier."""
        if monotonic() - self.searched < PAUSE / CHANCES:
            return False
        self.searched = monotonic()
        return True

    def note(self, plugin: str, hook: str, seconds: float) -> None:
        """One call took `seconds`."""
        which = (plugin, hook)
        if seconds <= LONGEST:
            self.slow.pop(which, None)
            return
        self.slow[which] = self.slow.get(which, 0) + 1
        if self.slow[which] >= CHANCES:
            del self.slow[which]
            self.paused[which] = monotonic() + PAUSE

    def leaves_out(self, plugin: str, hook: str) -> bool:
        """Whether this part is left out now."""
        until = self.paused.get((plugin, hook))
        if until is not None and until <= monotonic():
            self.paused.pop((plugin, hook), None)
            return False
        return until is not None

    def waiting(self) -> Iterator[tuple[str, str, int]]:
        """(plugin, hook, minutes to go) of what is left out now."""
        for (plugin, hook), until in sorted(self.paused.items()):
            if (left := until - monotonic()) > 0:
                yield plugin, hook, max(1, round(left / 60))
