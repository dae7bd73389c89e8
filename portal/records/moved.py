"""What the method of a step answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Moved:
    """What the method of a step answers where a note is not enough.

    `to`, `title` and `verb` override those declared; `made` is what taking the step answers (a new row); `then` is called
    once the entry stands on the timeline, for steps that follow from this one: they find what it did in the database.
    """

    note: str = ""
    to: str = ""
    made: Any = None
    title: str = ""
    verb: str = ""
    then: Callable[[], object] | None = None

    def go_on(self) -> None:
        """Take the steps that follow."""
        if self.then:
            self.then()
