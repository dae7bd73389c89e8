"""What comes next with a record: said on top of its page, with what is missing for it and what is there."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class NextStep:
    """`text` says what, by whom and until when; `lacks` and `done` name what is missing and what is there."""

    text: str
    lacks: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
