"""What a case weighs: how much is asked for, how many people it concerns, how soon it must be seen to, how dangerous it may become."""

from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.choices import RISKS, URGENCIES, USUAL
from portal.columns import Fen, named
from portal.money import format_yuan

if TYPE_CHECKING:
    from portal.cases.models.case import Case


class Weighed:
    """诉求金额、涉及人数、紧急程度、风险等级. What was not asked is None or ""."""

    claim_fen: Mapped[Fen | None]
    people_count: Mapped[int | None]
    urgency: Mapped[str] = mapped_column(String(8), default=USUAL, server_default=USUAL)
    risk: Mapped[str] = mapped_column(String(8), default="", server_default="")

    urgency_name = named("urgency", URGENCIES)
    risk_name = named("risk", RISKS)

    def weighed(self: "Case") -> dict[str, str]:
        """The four in words, label by label."""
        return {
            "诉求金额": f"{format_yuan(self.claim_fen)} 元" if self.claim_fen is not None else "",
            "涉及人数": f"{self.people_count} 人" if self.people_count else "",
            "紧急程度": self.urgency_name,
            "风险等级": self.risk_name,
        }
