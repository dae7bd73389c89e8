"""A household that another plugin keeps is visited as it stands there (docs/adr/0105)."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from plugins.grid_work.choices import KEY
from portal.database import only_once
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.org.models import OrgUnit
from portal.plugin.activation import takes_new
from portal.records.origin import Dwelling, FromElsewhere, TellsDwelling, answering

AT_ONCE = 200  # households heard of in one transaction: others wait to write meanwhile


class FollowsDwelling(FromElsewhere):
    """A household that is visited, and may have come out of one that answers a `dwelling`."""

    ANSWERS = TellsDwelling

    decision: Mapped[int | None] = mapped_column(default=0)  # the last one there that was heard of; None: not known
    ended_there: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def hear(cls, record: Any) -> None:
        """`record`, of another plugin, is a household (or was): it is visited as it stands there."""
        if not record.grade:
            return
        told = record.dwelling
        found = db.session.scalar(
            select(cls).where(cls.origin_kind == record.__tablename__, cls.origin_id == record.id).limit(1)
        )
        if found is None and told:
            found = cls.at(told.unit, told.building, told.room, by_hand=True)
        if found:
            found.origin = record
            found.follow(told)
        elif told and takes_new(KEY, told.unit):
            with suppress(RuleError), only_once("这一户已经列入走访。"):  # at night, in the same moment
                cls.take_over(unit=told.unit, record=record, by=None)

    def follow(self, dwelling: Dwelling | None) -> None:
        """The household it came from stands so now in its own register."""
        if self.status == "closed":
            if dwelling is None or not self.ended_there:
                return
            self.restore("户的登记里又有户主、住处。", by=None)
        if dwelling is None:
            self.close("户的登记已注销或者没有住处。", by=None)
            self.ended_there = True
            return
        self.person = dwelling.person
        self.building, self.room = dwelling.building, dwelling.room
        self.place(dwelling.unit)
        if self.decision != dwelling.decision and not (self.decision is None and self.reason):
            self.grade, self.cause, self.reason = dwelling.grade, dwelling.cause, ""
            self.review_on = None  # it is reviewed where it was decided
            self.reckon()
        elif not self.reason:
            self.cause = dwelling.cause  # it may have been erased there
        self.decision = dwelling.decision

    @classmethod
    def hear_of_all(
        cls, unit: OrgUnit, *, most: int | None = None, progress: Callable = lambda done, total: None
    ) -> int:
        """Households in `unit` that got a class, or another, or are gone, while nobody listened; at most so many. Answers how many."""
        heard = 0
        for model in answering(TellsDwelling).values():
            ids = db.session.scalars(cls._unheard(model, unit).limit(most)).all()
            for number, ident in enumerate(ids, start=1):
                cls.hear(db.session.get_one(model, ident))
                if number % AT_ONCE == 0:
                    db.session.flush()
                    progress(number, len(ids))
            heard += len(ids)
        return heard

    @classmethod
    def _unheard(cls, model: Any, unit: OrgUnit):
        known = and_(cls.origin_kind == model.__tablename__, cls.origin_id == model.id)
        stands, goes_on = model.with_dwelling(), cls.status == "here"
        again = stands & ~goes_on & cls.ended_there
        decided = goes_on & cls.decision.is_distinct_from(model.last_decision())
        differs = or_(stands & cls.id.is_(None), goes_on & ~stands, again, decided)
        wanted = select(model.id).outerjoin(cls, known).where(differs, rows_in_effect(model, KEY, unit))
        return wanted.order_by(model.id)
