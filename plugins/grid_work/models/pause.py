"""停访: from one day to another nobody visits in a unit: a holiday of the place, the worker is on leave and nobody stands in."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Index, exists, select

from plugins.grid_work.choices import MANAGE, REASONS, VIEW
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit, Scoped
from portal.records import Body, begins, step
from portal.records.in_order import list_indexes
from portal.records.roster import Membership

LONGEST = 184  # days


class VisitPause(Membership, Body, Scoped, db.Model):
    """停访. `name` is the key of the reason in REASONS. Whatever falls due meanwhile is due the day after, once."""

    __tablename__ = "grid_work_pause"
    __table_args__ = (
        Index("ix_grid_work_pause_county", "county_id", "valid_from", "id"),
        Index("ix_grid_work_pause_township", "township_id", "valid_from", "id"),
        *list_indexes("grid_work_pause", "valid_from"),
    )
    permission = VIEW
    JOINING, LEAVING = "开始停访", "恢复走访"

    @begins("登记停访", needs=MANAGE)
    def enter(cls, *, unit: OrgUnit, name: str, valid_from: date, valid_until: date, by: User) -> "VisitPause":
        """Raises RuleError for one that ends before it begins, is over, or lasts longer than half a year."""
        if valid_until < valid_from:
            raise RuleError("最后一天早于第一天，请核对。", at="valid_until")
        if valid_until < clock.today():
            raise RuleError("这几天已经过去，不用登记。", at="valid_until")
        if valid_until - valid_from > timedelta(days=LONGEST):
            raise RuleError(f"最长 {LONGEST} 天，再长的请安排别人走访。", at="valid_until")
        pause = cls(name=name, valid_from=valid_from, valid_until=valid_until)
        pause.place(unit)
        db.session.add(pause)
        return pause

    @step("提前恢复", needs=MANAGE)
    def release(self, on: date, *, by: User) -> None:
        """`on`: its last day; the day before the first where it does not take place. Raises RuleError for a day outside of it."""
        if not self.valid_from - timedelta(days=1) <= on <= self.valid_until:
            raise RuleError(f"这次停访是 {self.valid_from} 到 {self.valid_until}，请核对日期。", at="on")
        self.valid_until = on

    @property
    def reason_name(self) -> str:
        return REASONS[self.name]

    @classmethod
    def now(cls, unit: OrgUnit) -> "VisitPause | None":
        """The one in `unit` today, or above it."""
        here = cls.unit_id.in_(unit.ancestor_ids)
        return db.session.scalars(select(cls).where(here, cls.serving()).order_by(cls.id).limit(1)).first()

    @classmethod
    def over(cls, row: type[Scoped], day: date | ColumnElement[date]) -> ColumnElement[bool]:
        """The condition for rows that lie where nobody goes on `day`: in the unit of a pause, or below it."""
        return exists().where(
            cls.unit_id.in_([row.unit_id, *(getattr(row, each) for each in LEVELS)]), cls.serving(day)
        )
