"""三率 (响应, 解决, 满意): what whoever asked says of the answer, and the figures of it. Whoever says nothing is not satisfied.

class Report(Rated, Record, db.Model): ...

three_rates("rates", "三率", Report, Axis("类别", Report.matter, NAMES), Report.answered_at.is_not(None))
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.records.figures import Axis, Count, Figure, Ratio
from portal.redaction import RedactedText

__all__ = ["Rated", "three_rates"]

RATES = {"responded": "响应", "solved": "解决", "satisfied": "满意"}


class Rated:
    """What was said of the answer: whether somebody responded, whether it is solved, whether one is satisfied."""

    responded: Mapped[bool | None]
    solved: Mapped[bool | None]
    satisfied: Mapped[bool | None]
    rated_at: Mapped[datetime | None]
    rating_reason: Mapped[str] = mapped_column(RedactedText(), default="")

    def note_rating(self, responded: bool, solved: bool, satisfied: bool, reason: str) -> str:
        """Keep what was said, now; answers it in words."""
        self.responded, self.solved, self.satisfied = responded, solved, satisfied
        self.rated_at, self.rating_reason = clock.now(), reason
        said = "、".join(f"{'已' if getattr(self, key) else '未'}{name}" for key, name in RATES.items())
        return f"{said}。{reason}"

    @property
    def rating(self) -> str:
        """响应：是、解决：否、满意：否; "" while nothing was said."""
        said = (f"{name}：{'是' if getattr(self, key) else '否'}" for key, name in RATES.items())
        return "、".join(said) if self.rated_at else ""


def three_rates(key: str, title: str, model: type[Any], axis: Axis, counted: ColumnElement[bool]) -> Figure:
    """The figure `key` of the rates of `model` by `axis`, of the rows for which `counted` holds: those that were answered."""
    all_ = Count("办理后答复", counted)
    asked = {name: Count(name, and_(counted, getattr(model, column).is_(True))) for column, name in RATES.items()}
    rated = Count("有评价", and_(counted, model.rated_at.is_not(None)))
    ratios = tuple(Ratio(f"{name}率", each, all_) for name, each in asked.items())
    return Figure(key, title, axis, (all_, rated, *asked.values()), ratios=ratios)
