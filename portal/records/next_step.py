"""What comes next with a record: said on top of its page, with what is missing for it and what is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.records.record import Record, steps_of
from portal.web.pages.formatting import day


@dataclass(frozen=True)
class NextStep:
    """`text` says what, by whom and until when; `lacks` and `done` name what is missing and what is there."""

    text: str
    lacks: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, record: Record) -> "NextStep | None":
        """By the declarations: the words of its state, until its last day; what stands against every step that it waits for is
        missing. None where the state names nothing that comes next."""
        steps = steps_of(type(record)).values()  # type: ignore[arg-type]
        said = [each.objection(record) for each in steps if each.waits and each.fits(record)]
        return cls.among(record, [(str(each), False) for each in said if all(said)], getattr(record, "due_on", None))

    @classmethod
    def among(
        cls, record: Record, todo: Iterable[tuple[str, bool]], until: date | datetime | None = None, said: str = ""
    ) -> "NextStep | None":
        """The words of its state, or what is `said` instead, `until` a day; of what is to be done, what is missing and what is there already."""
        if not record.state.next:
            return None
        last, known = f"，{day(until)} 前" if until else "", list(todo)
        return cls(
            f"{said or record.state.next}{last}。",
            [what for what, there in known if not there],
            [what for what, there in known if there],
        )
