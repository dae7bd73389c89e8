"""探访对象: whom one looks in on every few days, why, and until when."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, Text, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.elder_services.choices import GROUNDS
from plugins.elder_services.models.order import OLD, ServiceOrder
from plugins.elder_services.models.provider import MANAGE
from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.people.changes import SaysOtherwise
from portal.people.models import Person
from portal.records import Body, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.roster import Membership

MOST_AHEAD = 31  # days
OF_ANY_AGE = ("infirm", "disabled")
ELSEWHERE = "这位居民要先由别的单位停止探访，才能在这里登记，请与旗县区联系。"  # not who looks in on whom, nor why


def _check(person: Person, ground: str, valid_from: date) -> None:
    if valid_from > clock.today() + timedelta(days=MOST_AHEAD):
        raise RuleError(f"最多提前 {MOST_AHEAD} 天登记，请核对日期。", at="valid_from")
    if ground not in OF_ANY_AGE and (age := person.age_in_year(clock.today())) is not None and age < OLD:
        raise RuleError(f"未满 {OLD} 周岁，不是“{GROUNDS[ground]}”的老年人，请核对身份证号和原因。", at="ground")


def _stopped(visited: "Visited") -> str:
    if visited.voided:
        return "已经作废。"
    return f"已于 {visited.valid_until} 停止，不能作废。" if visited.valid_until else ""


class Visited(SaysOtherwise, Membership, Body, Scoped, db.Model):
    """探访对象, from one day to another. `name` is the key of the ground in GROUNDS."""

    __tablename__ = "elder_services_visited"
    __table_args__ = (
        Index("ix_elder_services_visited_county", "county_id", "valid_from", "id"),
        Index("ix_elder_services_visited_township", "township_id", "valid_from", "id"),
        *list_indexes("elder_services_visited", "valid_from"),
    )
    permission = "elder_services.view"
    JOINING, LEAVING = "开始探访", "停止探访"
    keeping = Keeping(
        name="探访对象",
        since=lambda: Visited.valid_until,
        does="列出来，由民政人员决定，不自动去除姓名",
        called="id",
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    history: Mapped[str] = mapped_column(Text, default="")  # what was done, when and by whom, a line each

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @begins("登记探访对象", needs=MANAGE)
    def enrol(cls, *, unit: OrgUnit, person: Person, ground: str, valid_from: date, by: User) -> "Visited":
        """登记. RuleError for who is looked in on already, or will be; for a day far ahead; for whoever is too young to be one of the old."""
        going_on = cls.valid_until.is_(None) | ((cls.valid_until >= min(valid_from, clock.today())) & ~cls.voided)
        if person.id and (found := db.session.scalar(select(cls).where(cls.person_id == person.id, going_on).limit(1))):
            seen = found.allows(by, cls.permission)
            raise RuleError("这位居民已经是探访对象，请直接查找。" if seen else ELSEWHERE)
        _check(person, ground, valid_from)
        visited = cls(person=person, name=ground, valid_from=valid_from)
        visited.place(unit)
        visited._write_down(f"登记：{visited.about}", by)
        db.session.add(visited)
        return visited

    @step("更正", needs=MANAGE)
    def correct(self, ground: str, valid_from: date, *, by: User) -> None:
        """The ground or the first day was entered wrongly. RuleError as for `enrol`, for a first day after the last, and where nothing is
        different."""
        if (ground, valid_from) == (self.name, self.valid_from):
            raise RuleError("没有改动。")
        _check(self.person, ground, valid_from)
        if self.valid_until and self.valid_until < valid_from:
            raise RuleError(f"已于 {self.valid_until} 停止，请核对日期。", at="valid_from")
        cls = type(self)
        before = cls.person_id == self.person_id, cls.id < self.id, cls.valid_until >= valid_from, ~cls.voided
        if db.session.scalar(select(cls.id).where(*before).limit(1)):
            raise RuleError("和以前的一次探访重叠，请核对日期。", at="valid_from")
        stood = self.about
        self.name, self.valid_from = ground, valid_from
        self._write_down(f"更正：由“{stood}”改为“{self.about}”", by)

    @step("停止探访", needs=MANAGE)
    def release(self, on: date, *, by: User) -> None:
        """The last day: he moved, died, or no longer lives so."""
        self.end(on)
        self._write_down(f"停止探访：最后一天 {on}", by)

    @step("作废", needs=MANAGE, unless=_stopped)
    def void(self, reason: str, *, by: User) -> None:
        """Entered by mistake: it never held. The reason stands in the audit trail, too."""
        self.valid_until = self.valid_from - timedelta(days=1)
        self._write_down(f"作废：{reason}", by)
        trail.record("elder_services.void", subject=self, unit=self.unit, detail=reason, actor=by)

    def _write_down(self, done: str, by: User) -> None:
        self.history = f"{self.history or ''}\n{clock.today()} {by.name}　{done}".strip()

    @hybrid_property
    def voided(self) -> bool:
        """Whether it was entered by mistake: it ends before it begins."""
        return self.valid_until is not None and self.valid_until < self.valid_from

    @voided.inplace.expression
    @classmethod
    def _voided(cls) -> ColumnElement[bool]:
        return cls.valid_until < cls.valid_from

    @property
    def about(self) -> str:
        return f"{self.ground}，{self.valid_from} 起"

    @property
    def ground(self) -> str:
        return GROUNDS[self.name]

    @classmethod
    def due(cls, unit: OrgUnit, day: date, every: int) -> Select:
        """Those of `unit` who were not visited, and have no visit ahead, since `every` days before `day`. An order that nobody has done yet
        stays the one to be done: it is not given again."""
        lately = (
            select(ServiceOrder.id)
            .where(
                ServiceOrder.person_id == cls.person_id,
                ServiceOrder.kind == "visit",
                (ServiceOrder.wanted_on > day - timedelta(days=every))
                | ServiceOrder.status.in_(ServiceOrder.states.open),
                ServiceOrder.status != "cancelled",
            )
            .exists()
        )
        return select(cls).where(unit.subtree_of(cls), cls.serving(day), ~lately).order_by(cls.id)
