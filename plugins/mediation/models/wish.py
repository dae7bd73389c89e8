"""调解意愿: whether the parties of a case want it mediated, asked when the case is registered."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.models import Case
from portal.extensions import db

REFUSED = "refused"
WISHES = {"both": "双方愿意", "one": "一方愿意，另一方还没有答复", REFUSED: "有一方明确拒绝"}
FORBIDDEN = "有一方当事人明确拒绝调解，不能转人民调解（人民调解法第十七条）。改变主意的，先更正“调解意愿”。"


class Wish(db.Model):
    """What was said about one case. Each party is asked again when the dispute is accepted: that answer counts."""

    __tablename__ = "mediation_wish"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), primary_key=True)
    wish: Mapped[str] = mapped_column(String(10))

    @classmethod
    def of(cls, case: Case) -> str:
        """The key in `WISHES`, or "" where nobody was asked."""
        row = db.session.get(cls, case.id)
        return row.wish if row else ""

    @classmethod
    def keep(cls, case: Case, wish: str) -> None:
        """Store it; "" takes it away."""
        row = db.session.get(cls, case.id)
        if row is not None and not wish:
            db.session.delete(row)
        elif row is not None:
            row.wish = wish
        elif wish:
            db.session.add(cls(case_id=case.id, wish=wish))
