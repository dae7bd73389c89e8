"""A card of the work desk: what waits, how much of it, and the first few."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Card:
    """`rows` are `(text, url, meta, tone)`; `tone` of the card is danger, warn, info or neutral: red comes first.
    One that counts nothing is shown as a number only."""

    key: str
    title: str
    count: int | str
    url: str
    tone: str = "neutral"
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    more_url: str = ""
    order: int = 50

    @property
    def rank(self) -> tuple[int, int]:
        weight = ("danger", "warn", "info", "neutral").index(self.tone) if self.count else 3
        return weight, self.order
