"""Rows of plugins that belong to a case: the relation, what they take from the case, how those of a case are found.

class Whistle(AboutCase, Record, db.Model): ...     # about a case from the beginning
class Supervision(FollowsCase, Record, db.Model):    # it goes along where its case is merged
class Visit(HasCase, Record, db.Model): ...         # a case may come of it, or have led to it
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from sqlalchemy import ColumnElement, ForeignKey, Select, and_, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.accounts.models import User
from portal.cases.attached import carries_others
from portal.cases.models import Case
from portal.extensions import db
from portal.records import States, step

__all__ = ["AboutCase", "FollowsCase", "HasCase"]


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
        return cls._visible(cls.case_id == case.id, user)

    @classmethod
    def visible_in_all(cls, case: Case, user: User) -> list[Self]:
        """The same, and those of cases that go on as part of `case`."""
        return cls._visible(cls.case_id.in_(case.carries if carries_others(case) else [case.id]), user)

    @classmethod
    def _visible(cls, where: ColumnElement[bool], user: User) -> list[Self]:
        return list(db.session.scalars(cls.visible_to(user).where(where).order_by(cls.id)).unique())


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


class FollowsCase(AboutCase):
    """A record that goes along where its case is merged, and comes back with it. `came_with_id`: the case with which it came. The model
    calls `hear_of_merging` with what befalls a case."""

    came_with_id: Mapped[int | None] = mapped_column(ForeignKey("cases_case.id"), index=True)

    @step("转到并入的事项", needs=None, verb="follow")
    def follow_to(self, case: Case, *, by: User | None) -> str:
        """Its case goes on as part of `case`, and so does this."""
        self.came_with_id = self.came_with_id or self.case_id
        self.case = case
        return case.number

    @step("转回撤销并入的事项", needs=None, verb="unfollow")
    def follow_back(self, case: Case, *, by: User | None) -> str:
        """`case`, with which it came, goes on by itself, and so does this."""
        self.came_with_id = None if self.came_with_id == case.id else self.came_with_id
        self.case = case
        return case.number

    def go_on_in(self, case: Case, *, by: User | None) -> None:
        """Its case goes on as part of `case`. Override it where two of a kind there are one too many."""
        self.follow_to(case, by=by)

    @classmethod
    def hear_of_merging(cls, case: Case, verb: str, by: User | None) -> None:
        """`case` was merged: in what is open about it, work goes on there. Or it is no longer: all that came with it comes back, done or not."""
        if verb == Case.merge_into.verb and case.merge:
            other = db.session.get_one(Case, case.merge.other_id)
            for each in cls.under_way(case):
                each.go_on_in(other, by=by)
        elif verb == Case.come_back.verb:
            mine = case.carries
            for each in cls._found(and_(cls.came_with_id.in_(mine), cls.case_id.not_in(mine)), ()):
                each.follow_back(case, by=by)
