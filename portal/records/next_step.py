"""What comes next with a record: said on top of its page, with what is missing for it and what is there."""

from dataclasses import dataclass, field

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
        if not record.state.next:
            return None
        due_on, steps = getattr(record, "due_on", None), steps_of(type(record)).values()  # type: ignore[arg-type]
        until = f"，{day(due_on)} 前" if due_on else ""
        said = [each.objection(record) for each in steps if each.waits and each.fits(record)]
        return cls(f"{record.state.next}{until}。", [str(each) for each in said] if all(said) else [])
