"""类别 of a member: by which he is subsidised, from one day to another, with the paper that proves it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.elder_care.choices import CATEGORIES
from plugins.elder_care.subsidy import Diner, Standing
from portal.entitlements import categories
from portal.extensions import db


class Category(categories.Category, db.Model):
    """One category of a member."""

    __tablename__ = "elder_care_category"
    KINDS = CATEGORIES

    member_id: Mapped[int] = mapped_column(ForeignKey("elder_care_member.id", ondelete="CASCADE"), index=True)


class Classified(categories.Classified):
    """A member has categories, and an age; what they are worth is decided by `plugins.elder_care.subsidy`."""

    classify, prove, declassify = (each.needing("elder_care.manage") for each in categories.Classified.STEPS)

    @declared_attr
    @classmethod
    def categories(cls) -> Mapped[list[Category]]:
        return relationship(Category, order_by=Category.id, passive_deletes="all")

    def diner_on(self, day: date) -> Diner:
        """What the calculation needs to know of the member on `day`."""
        return self.diner_of(self, self.person.birth_date, self.categories).on(day)

    @staticmethod
    def diner_of(row: Any, birth_date: date | None, holding: Iterable[Any]) -> Standing:
        """The same of whoever `row` is about, a member or a line with the columns of one; `holding` are his categories likewise."""
        spans = tuple((each.name, each.valid_from, each.valid_until) for each in holding)
        local = {"local": True, "other": False}.get(row.household)
        return Standing(birth_date, local, row.joined_on, row.review_due, row.stopped_on, spans)
