"""核查、回访: whether what was answered is true, and whether whoever asked is content; by somebody else than who handled it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.extensions import db
from portal.records import Moved, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from portal.cases.models.case import Case

VERIFIED, VISITED = "verify", "visit"
WAYS = {"phone": "电话", "site": "现场", "office": "面谈"}
ANSWERS = {"yes": "是", "no": "否"}
CONTENT = {"content": "满意", "fair": "基本满意", "discontent": "不满意"}
NOT_BY = {"handler_ids": "这件事的承办人"}


class Check(db.Model):
    """核查 or 回访 of a case (`kind`). Yes or no: `answered` in time and in words, `settled` what was asked; `content`: of CONTENT, "" for 核查."""

    __tablename__ = "cases_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    way: Mapped[str] = mapped_column(String(8))
    answered: Mapped[str] = mapped_column(String(4), default="")
    settled: Mapped[str] = mapped_column(String(4))
    content: Mapped[str] = mapped_column(String(12), default="")
    note: Mapped[str] = mapped_column(RedactedText())
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    way_name = named("way", WAYS)
    content_name = named("content", CONTENT, "")


class Checked:
    """A case is verified before it is closed, and followed up afterwards. Not by who handled it (回访由非承办人执行). `visit_by`: by when it is to be
    followed up, while it was not."""

    visit_by: Mapped[date | None] = mapped_column()

    @declared_attr
    def checks(cls) -> Mapped[list[Check]]:
        return relationship(order_by=Check.id)

    @property
    def handler_ids(self: "Case") -> set[int]:
        """承办人, by id: who acknowledged it for a unit that had it."""
        return {each.acknowledged_by_id for each in self.assignments if each.acknowledged_by_id}

    @step("核查", of="reported", needs="cases.resolve", not_by=NOT_BY)
    def verify(self: "Case", *, way: str, settled: str, note: str, by: User) -> Moved:
        """核查 of what was answered. What is not settled comes back, to be handed on again."""
        self.checks.append(Check(kind=VERIFIED, way=way, settled=settled, note=note, by_id=by.id))
        said = f"{WAYS[way]}核查，{'已经解决' if settled == 'yes' else '没有解决，退回重新安排'}。{note}"
        return Moved(said, to="" if settled == "yes" else "triaged")

    @step("回访", of="resolved", needs="cases.resolve", not_by=NOT_BY)
    def visit(self: "Case", *, way: str, answered: str, settled: str, content: str, note: str, by: User) -> str:
        """回访 of whoever asked: answered, settled, content."""
        given = {"way": way, "answered": answered, "settled": settled, "content": content, "note": note}
        self.checks.append(Check(kind=VISITED, by_id=by.id, **given))
        self.visit_by = None
        rates = f"及时回应：{ANSWERS[answered]}，解决：{ANSWERS[settled]}，{CONTENT[content]}"
        return f"{WAYS[way]}回访。{rates}。{note}"
