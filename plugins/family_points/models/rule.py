"""积分规则: for what points are given, how many, and how many a period holds. Never changed: a rule ends and another begins."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from plugins.family_points.choices import PERIODS, POINT_KINDS
from plugins.family_points.law import keep_to_law
from plugins.family_points.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, begins, step
from portal.records.roster import Membership

MANAGE = "family_points.manage"


class PointRule(Membership, Body, Scoped, db.Model):
    """积分规则 of a unit and all below it. `points` for each `measure` (次, 小时); at most `most` for a family in a period."""

    __tablename__ = "family_points_rule"
    __table_args__ = (CheckConstraint("points > 0 AND most >= points", name="rewards"),)
    JOINING, LEAVING = "施行", "停用"

    permission = "family_points.view"

    kind: Mapped[str] = mapped_column(String(12))
    points: Mapped[int]
    measure: Mapped[str] = mapped_column(String(8), default="次")
    most: Mapped[int]
    period: Mapped[str] = mapped_column(String(8), default="year")
    proof: Mapped[str] = mapped_column(String(100), default="")
    source: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    kind_name = named("kind", POINT_KINDS)
    period_name = named("period", PERIODS)

    @classmethod
    def of(cls, unit: OrgUnit) -> Select:
        """The rules by which something may still be entered in `unit`, its own and those of the units above: in force today, or ended
        so short a time ago that what was done then counts."""
        since = clock.today() - timedelta(days=rules_of(unit).late_days)
        running = cls.valid_from <= clock.today(), cls.valid_until.is_(None) | (cls.valid_until >= since)
        return select(cls).where(cls.unit_id.in_(unit.ancestor_ids), *running).order_by(cls.kind, cls.id)

    @begins("制定积分规则", needs=MANAGE)
    def lay_down(cls, *, unit: OrgUnit, by: User, **fields) -> "PointRule":
        """A new rule. Fields as above. Raises RuleError for what is no reward, or breaks the law of points; the document
        in `source` is cited as it is titled."""
        rule = cls(**fields)
        rule.proof = rule.proof or ""
        keep_to_law(rule.name, rule.measure, rule.proof)
        if rule.points <= 0:
            raise RuleError("家庭积分只奖不罚，分值应大于 0。")
        if rule.most < rule.points:
            raise RuleError(f"每期最多 {rule.most} 分，少于一{rule.measure}的 {rule.points} 分，请核对。")
        same = cls.unit_id.in_(unit.ancestor_ids), cls.name == rule.name
        open_then = cls.valid_until.is_(None) | (cls.valid_until >= rule.valid_from)
        with db.session.no_autoflush:
            alike = db.session.scalar(select(cls).where(*same, open_then))
        if alike:
            raise RuleError(f"{rule.name}已有在用的规则（{alike.unit}），要改分值的，先停用原来的。")
        rule.place(unit)
        db.session.add(rule)
        return rule

    @step("停用规则", needs=MANAGE)
    def stop(self, on: date, *, by: User) -> None:
        """What was done until `on` is still credited. Raises WrongState the second time."""
        self.end(on)

    @property
    def said(self) -> str:
        """It in one line."""
        return f"{self.points} 分/{self.measure}，{self.period_name}最多 {self.most} 分"
