"""A household that another plugin keeps is visited as it stands there (docs/adr/0105)."""

from typing import Any

from sqlalchemy import select

from portal.extensions import db
from portal.records.origin import Dwelling, FromElsewhere


class FollowsDwelling(FromElsewhere):
    """A household that is visited, and may have come out of one that answers a `dwelling`."""

    ANSWERS = "dwelling"

    @classmethod
    def hear(cls, record: Any) -> None:
        """`record`, of another plugin, is a household (or was): it is visited as it stands there."""
        told = record.dwelling
        found = db.session.scalar(
            select(cls).where(cls.origin_kind == record.__tablename__, cls.origin_id == record.id).limit(1)
        )
        if found is None and told:
            found = cls.at(told.unit, told.building, told.room)
        if found:
            found.origin = record
            found.follow(told)
        elif told:
            cls.take_over(unit=told.unit, record=record, by=None)

    def follow(self, dwelling: Dwelling | None) -> None:
        """The household it came from stands so now in its own register."""
        if self.status == "closed":
            return
        if dwelling is None:
            self.close("户的登记已注销或者没有住处。", by=None)
            return
        self.person = dwelling.person
        self.building, self.room = dwelling.building, dwelling.room
        self.place(dwelling.unit)
        if (dwelling.grade, dwelling.cause) != (self.grade, self.cause):
            self.grade, self.cause, self.reason = dwelling.grade, dwelling.cause, ""
            self.review_on = None  # it is reviewed where it was decided
            self.reckon()
