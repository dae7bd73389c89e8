"""How long a plugin may keep a page waiting: what shows something on a page is left out for a while after being slow three times running.
Slow is a call that takes too long, and the one with which all that a plugin does for one page takes too long.

Only display hooks are left out. A check decides whether a step is lawful and an event belongs to the transaction, so they are waited
for, and the log says who was slow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from flask import g, has_request_context

from portal import clock
from portal.plugin.pauses import Board, Pause

LONGEST = 1.0  # seconds, of one call, and of all slow ones for one page
LONGEST_OF = {"nav_items": 0.5}  # every page asks for these
CHANCES = 3  # slow calls running
PAUSE = 300.0  # seconds


@dataclass
class Patience:
    """Of one process with its plugins: who was slow how often, and until when it is left out, by plugin and hook."""

    slow: dict[tuple[str, str], int] = field(default_factory=dict)
    paused: dict[tuple[str, str], float] = field(default_factory=dict)
    searched: float = float("-inf")
    board: Board = field(default_factory=Board)

    def may_search(self) -> bool:
        """Whether it is time to ask the parts of one slow statement singly, for which each is asked once more: seldom, for nothing may come of
        it, and a machine that is only busy would be busier."""
        if monotonic() - self.searched < PAUSE / CHANCES:
            return False
        self.searched = monotonic()
        return True

    def forget(self) -> None:
        """Be patient with everybody again, as a new process is."""
        self.slow.clear()
        self.paused.clear()
        self.searched = float("-inf")

    def note(self, plugin: str, hook: str, seconds: float) -> None:
        """One call took `seconds`."""
        which, reason = (plugin, hook), _slowness(plugin, hook, seconds)
        if not reason:
            self.slow.pop(which, None)
            return
        self.slow[which] = self.slow.get(which, 0) + 1
        if self.slow[which] >= CHANCES:
            del self.slow[which]
            self.paused[which] = monotonic() + PAUSE
            self.board.put(Pause(plugin, hook, seconds, reason, clock.now() + timedelta(seconds=PAUSE)))

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


def _slowness(plugin: str, hook: str, seconds: float) -> str:
    """What is too slow about it, in Chinese; "" when it is not."""
    longest = LONGEST_OF.get(hook, LONGEST)
    if seconds > longest:
        return f"连续 {CHANCES} 次超过 {longest:g} 秒"
    if not has_request_context():
        return ""
    spent = g.setdefault("waited_for_plugins", {})
    spent[plugin] = spent.get(plugin, 0.0) + seconds
    return f"连续 {CHANCES} 次让一页多等 {LONGEST:g} 秒以上" if spent[plugin] > LONGEST else ""
