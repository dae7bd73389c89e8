"""示范条款: clauses that a committee keeps for its agreements, by kind of dispute; those of a committee above it are offered below it too."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text, or_, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.starting_clauses import STARTING
from portal import clock
from portal.accounts.models import User
from portal.cases.choices import STATISTICAL_KINDS, statistical_kind
from portal.documents.wordings.named_fields import FIELD, faults_in
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.records.dated import Dated

if TYPE_CHECKING:
    from plugins.mediation.models.committee import Committee
    from plugins.mediation.models.dispute import Dispute

FIELDS = ("申请人", "被申请人", "第三人", "协议金额", "金额大写", "履行期限", "履行地点", "调委会")
CLAUSE_KINDS = {"": "各类纠纷"} | {each: each for each in STATISTICAL_KINDS}


class ModelClause(Dated, db.Model):
    """示范条款, in use from the day it is kept to the day it is given up. `kind`: the class of the judicial statistics that the dispute falls under; "" for all. `text`: with named
    fields, and nothing but them."""

    __tablename__ = "mediation_clause"
    JOINING, LEAVING = "启用", "停用"

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="")
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)

    committee: Mapped["Committee"] = relationship(back_populates="clauses")

    @property
    def kind_name(self) -> str:
        return CLAUSE_KINDS.get(self.kind, self.kind)

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with `values` in its fields; a field without a value stays, to be filled in by hand."""
        return FIELD.sub(lambda match: values.get(match[1].strip()) or match[0], self.text)


class KeepsClauses:
    """A committee with model clauses."""

    @declared_attr
    def clauses(cls) -> Mapped[list[ModelClause]]:
        return relationship(
            back_populates="committee", order_by=(ModelClause.kind, ModelClause.id), cascade="all, delete-orphan"
        )

    @property
    def clauses_in_use(self: "Committee") -> list[ModelClause]:
        return [each for each in self.clauses if each.serves_on(clock.today())]

    @step("增加示范条款", needs="mediation.manage")
    def keep_clause(self: "Committee", title: str, text: str, *, by: User, kind: str = "") -> Moved:
        """Raises RuleError for a field that there is not, and for a title that another clause in use has."""
        self._check_clause(title, text)
        clause = ModelClause(kind=kind, title=title, text=text, valid_from=clock.today())
        self.clauses.append(clause)
        return Moved(made=clause)

    @step("修改示范条款", needs="mediation.manage")
    def amend_clause(
        self: "Committee", clause: ModelClause, title: str, text: str, *, by: User, kind: str = ""
    ) -> None:
        """What was put into agreements before stays there. Raises RuleError as `keep_clause` does, and for one that is no longer in use."""
        if clause not in self.clauses_in_use:
            raise RuleError("这条示范条款已经停用，不能修改。", at="title")
        self._check_clause(title, text, but=clause)
        clause.kind, clause.title, clause.text = kind, title, text

    @step("停用示范条款", needs="mediation.manage")
    def close_clause(self: "Committee", clause: ModelClause, on: date, *, by: User) -> None:
        """Its last day. Raises WrongState the second time, RuleError for a day before it was kept or that has not come."""
        clause.end_on(on)

    @step("加入起始条款", needs="mediation.manage")
    def take_starting_clauses(self: "Committee", *, by: User) -> Moved:
        """Those of STARTING that it does not have. Raises RuleError where it has all."""
        have = {each.title for each in self.clauses_in_use}
        new = [each for each in STARTING if each.title not in have]
        if not new:
            raise RuleError("起始条款都已经在示范条款里了。")
        today = clock.today()
        self.clauses += [
            ModelClause(kind=each.kind, title=each.title, text=each.text, valid_from=today) for each in new
        ]
        return Moved()

    def _check_clause(self: "Committee", title: str, text: str, but: ModelClause | None = None) -> None:
        if faults := faults_in(text, FIELDS):
            raise RuleError("".join(faults), at="text")
        if any(each.title == title for each in self.clauses_in_use if each is not but):
            raise RuleError(f"已有“{title}”，请换个名称。", at="title")


def clauses_for(dispute: "Dispute") -> list[ModelClause]:
    """The clauses in use for the kind of `dispute`, of its committee and of those above it; those for its kind first."""
    committee = type(dispute).committee.property.mapper.class_
    kind = statistical_kind(dispute.case.kind or "")
    rows = (
        select(ModelClause)
        .join(ModelClause.committee)
        .where(committee.unit_id.in_(dispute.committee.unit.ancestor_ids), ModelClause.serving())
        .where(or_(ModelClause.kind == kind, ModelClause.kind == ""))
    )
    return list(
        db.session.scalars(rows.order_by(ModelClause.kind.desc(), ModelClause.committee_id.desc(), ModelClause.id))
    )
