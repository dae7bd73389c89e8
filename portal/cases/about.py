"""Rows of plugins that belong to a case: the relation, what they take from the case, how those of a case are found.

class Whistle(AboutCase, Record, db.Model): ...     # about a case from the beginning
class Visit(HasCase, Record, db.Model): ...         # a case may come of it, or have led to it
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from sqlalchemy import ColumnElement, ForeignKey, Select, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.records import States

__all__ = ["AboutCase", "HasCase"]


class HasCase:
    """A row that may have a case: `case`, None where it has none (yet)."""

    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases_case.id"), index=True)

    if TYPE_CHECKING:
        id: Mapped[int]
        status: Mapped[str]

        @classmethod
        def visible_to(cls, user: User) -> Select: ...

    @declared_attr
    @classmethod
    def case(cls) -> Mapped[Case | None]:
        return relationship(Case, foreign_keys=[cls.case_id])

    @classmethod
    def of_case(cls, case: Case, *statuses: str) -> list[Self]:
        """Those of `case`, the oldest first; with `statuses` only those in one of them."""
        return cls._found(cls.case_id == case.id, statuses)

    @classmethod
    def of_all_in(cls, case: Case, *statuses: str) -> list[Self]:
        """The same, and those of cases that go on as part of `case`."""
        return cls._found(cls.case_id.in_(case.carries), statuses)

    @classmethod
    def _found(cls, where: ColumnElement[bool], statuses: Iterable[str]) -> list[Self]:
        wanted = select(cls).where(where, *([cls.status.in_(statuses)] if statuses else []))
        return list(db.session.scalars(wanted.order_by(cls.id)).unique())

    @classmethod
    def visible_about(cls, case: Case, user: User) -> list[Self]:
        """Those of `case` that `user` may view, the oldest first."""
        seen = cls.visible_to(user).where(cls.case_id == case.id).order_by(cls.id)
        return list(db.session.scalars(seen).unique())


class AboutCase(HasCase):
    """A record about a case, called like it. The model declares an index that begins with `case_id`."""

    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))  # type: ignore[assignment]  # never without one

    if TYPE_CHECKING:
        case: Mapped[Case]  # type: ignore[assignment]
        states: States

    @hybrid_property
    def title(self) -> str:
        """That of its case."""
        return self.case.title

    @title.inplace.expression
    @classmethod
    def _title(cls) -> ColumnElement[str]:
        return select(Case.title).where(Case.id == cls.case_id).scalar_subquery()

    @property
    def corrected_at(self) -> datetime | None:
        """When what its papers say of the case was last put right."""
        return self.case.corrected_at

    @classmethod
    def under_way(cls, case: Case) -> list[Self]:
        """Those about `case` in which work is open, the oldest first."""
        return cls.of_case(case, *cls.states.open)
