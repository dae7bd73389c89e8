"""卷宗评查: what somebody above finds in a dossier, item by item; the items are those of the district, and the program knows none."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.models.filing import FILED
from plugins.mediation.settings import KEY
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.redaction import RedactedText
from portal.settings import settings_of

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

INSPECT = "mediation.inspect"
BETWEEN = re.compile("[;；\n]")  # the items; an item itself may hold 、
RESULTS = {"good": "合格", "bad": "不合格", "none": "不适用"}
NO_ITEMS = "本地还没有设定卷宗评查的项目，请旗县区主管在“设置 → 人民调解”里填写。"


class Found(NamedTuple):
    """What was found on one item. `result`: a key of RESULTS."""

    item: str
    result: str
    remark: str = ""

    @property
    def result_name(self) -> str:
        return RESULTS[self.result]


class Inspection(db.Model):
    """卷宗评查表. `results`: a `Found` for each item, in the words of that day."""

    __tablename__ = "mediation_inspection"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    on: Mapped[date]
    results: Mapped[list] = mapped_column(JSON, default=list)
    conclusion: Mapped[str] = mapped_column(RedactedText(500), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    by: Mapped[User] = relationship()

    @property
    def found(self) -> list[Found]:
        return [Found(*each) for each in self.results]

    @property
    def bad(self) -> int:
        """How many items are not as they should be."""
        return sum(each.result == "bad" for each in self.found)


def _not_yet(dispute: "Dispute") -> str:
    if dispute.dossier is None or dispute.dossier.filed_on is None:
        return "立卷以后才能评查。"
    return "" if dispute.inspected_for else NO_ITEMS


class Inspected:
    """登记评查."""

    @declared_attr
    def inspections(cls) -> Mapped[list[Inspection]]:
        return relationship(Inspection, order_by="Inspection.id")

    @property
    def inspected_for(self: "Dispute") -> list[str]:
        """The items of the district today."""
        return [
            each.strip()
            for each in BETWEEN.split(settings_of(KEY, self.unit, clock.today()).inspection)
            if each.strip()
        ]

    @step("登记评查", of=FILED, needs=INSPECT, unless=_not_yet)
    def inspect_dossier(
        self: "Dispute", results: Iterable[Found], *, on: date, by: User, conclusion: str = ""
    ) -> Moved:
        """Raises RuleError for a day before it was filed, and where something is not as it should be and nobody says what."""
        found = list(results)
        if on < self.dossier.filed_on:
            raise RuleError(f"{self.dossier.filed_on} 才立卷，评查不能早于那天。", at="on")
        if silent := next((each.item for each in found if each.result == "bad" and not each.remark.strip()), ""):
            raise RuleError(f"“{silent}”不合格，请写明问题。", at="results")
        made = Inspection(on=on, results=[list(each) for each in found], conclusion=conclusion, by=by)
        self.inspections.append(made)
        bad = f"{made.bad} 项不合格" if made.bad else "没有不合格的项目"
        return Moved(f"评查 {len(found)} 项，{bad}。", made=made, title="卷宗评查")
