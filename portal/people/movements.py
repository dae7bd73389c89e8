"""人口变动: a resident moved away, came back, moved within the county, or died; with day and document, and taken back where it was wrong."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import DIED, LEFT, Person
from portal.protection import EncryptedText

CAME, MOVED = "came", "moved"
KINDS = {LEFT: "迁出本旗县区", CAME: "迁回本旗县区", MOVED: "搬到本旗县区的另一处", DIED: "死亡"}
EDIT = "people.edit"


class Movement(db.Model):  # type: ignore[name-defined]
    """人口变动. `place`: where somebody moved to or from, in words; units for who moved within the county. One that was wrong is annulled, and
    stays."""

    __tablename__ = "people_movement"
    __table_args__ = (Index("ix_people_movement_person", "person_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    kind: Mapped[str] = mapped_column(String(8))
    on: Mapped[date]
    place: Mapped[str | None] = mapped_column(EncryptedText("people_movement.place"))
    document: Mapped[str | None] = mapped_column(EncryptedText("people_movement.document"))
    reason: Mapped[str] = mapped_column(Text)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    annulled_reason: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship()
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    annulled_by: Mapped[User | None] = relationship(foreign_keys=[annulled_by_id])
    to: Mapped[OrgUnit | None] = relationship(foreign_keys=[to_id])

    @property
    def name(self) -> str:
        return KINDS[self.kind]

    def allows(self, user: User, permission: str) -> bool:
        """As on the resident."""
        return user.can(permission, self.person)

    def annul(self, reason: str, *, by: User) -> None:
        """撤回: it never was. Only the last that counts, so that what follows from it is undone in turn. Does not commit. Raises RuleError,
        WrongState, NotAllowed."""
        person = self.person
        _hold(person, by)
        db.session.refresh(self)
        if self.annulled_at:
            raise WrongState("这一条已经撤回了。")
        if _counting(person)[-1:] != [self]:
            raise RuleError("只能撤回最后一条，请先撤回后来的。")
        self.annulled_at, self.annulled_by, self.annulled_reason = clock.now(), by, reason
        if self.from_id and person.unit_id == self.to_id:
            person.place(db.session.get_one(OrgUnit, self.from_id))
        settle(person)
        _record(person, by, f"撤回{self.name}：{reason}")


def move(
    person: Person,
    kind: str,
    on: date,
    *,
    by: User,
    reason: str,
    place: str = "",
    document: str = "",
    to: OrgUnit | None = None,
) -> Movement:
    """Enter what happened to `person` on a day. `place`: where somebody moved to who left, or came from; `to`: the unit of who moved within
    the county. Does not commit. Raises RuleError, WrongState, NotAllowed."""
    _hold(person, by)
    before = _counting(person)
    _check_day(person, on, before[-1].on if before else None)
    _check_kind(person, kind, place)
    if kind == MOVED:
        _check_unit(person, to, by)
    made = Movement(person=person, kind=kind, on=on, place=place, document=document, reason=reason, by=by)
    if to and kind == MOVED:
        made.from_id, made.to_id = person.unit_id, to.id
        person.place(to)
    db.session.add(made)
    settle(person)
    _record(person, by, f"{made.name}：{reason}")
    return made


def movements_of(person: Person) -> list[Movement]:
    """All of them, the latest first; those that were taken back, too."""
    return list(
        db.session.scalars(select(Movement).where(Movement.person_id == person.id).order_by(Movement.id.desc()))
    )


def settle(person: Person) -> None:
    """Whether the resident is gone follows from what counts. Flushes."""
    db.session.flush()
    kinds = [each.kind for each in _counting(person)]
    left = LEFT if [each for each in kinds if each in (LEFT, CAME)][-1:] == [LEFT] else ""
    person.gone = DIED if DIED in kinds else left


def held(person: Person) -> list[dict[str, str]]:
    """For the copy of the own data."""
    return [
        {
            "日期": str(each.on),
            "变动": each.name + ("（已撤回）" if each.annulled_at else ""),
            "去向": each.place or (each.to.name if each.to else ""),
            "凭证": each.document or "",
            "原因": each.reason,
        }
        for each in movements_of(person)
    ]


def forget(person: Person) -> None:
    """删除."""
    db.session.execute(delete(Movement).where(Movement.person_id == person.id))


def _hold(person: Person, by: User) -> None:
    db.session.refresh(person, with_for_update=True)
    if not by.can(EDIT, person):
        raise NotAllowed("您不能登记这位居民的变动。")
    if person.erased_at or person.merged_into_id:
        raise WrongState("这一条登记已经删除或者并入别的登记了。")


def _counting(person: Person) -> Sequence[Movement]:
    counts = Movement.person_id == person.id, Movement.annulled_at.is_(None)
    return db.session.scalars(select(Movement).where(*counts).order_by(Movement.id)).all()


def _check_day(person: Person, on: date, last: date | None) -> None:
    """By the year of birth alone: a refusal that turned on the birthday would tell it."""
    if on > clock.today():
        raise RuleError("日期还没有到，请核对。", at="on")
    if person.birth_year and on.year < person.birth_year:
        raise RuleError("日期早于出生年份，请核对。", at="on")
    if last and on < last:
        raise RuleError(f"日期早于上一次变动（{last}），请核对。", at="on")


def _check_kind(person: Person, kind: str, place: str) -> None:
    if person.gone == DIED:
        raise WrongState("已登记死亡。登记错了的，先撤回那一条。")
    if kind == LEFT and person.gone == LEFT:
        raise WrongState("已登记迁出。")
    if kind == CAME and person.gone != LEFT:
        raise RuleError("没有登记过迁出，不用登记迁回。", at="kind")
    if kind == MOVED and person.gone == LEFT:
        raise RuleError("已登记迁出本旗县区，先登记迁回。", at="kind")
    if kind == LEFT and not place:
        raise RuleError("请写明迁往哪里，不清楚的写“去向不明”。", at="place")


def _check_unit(person: Person, to: OrgUnit | None, by: User) -> None:
    if to is None or not by.can(EDIT, to) or to.closed_on:
        raise RuleError("请选择搬到哪里。", at="unit_id")
    if to.county_id != person.county_id:
        raise RuleError("搬到别的旗县区的，登记为迁出。", at="unit_id")
    if to.id == person.unit_id:
        raise RuleError("本来就在这里登记，没有变动。", at="unit_id")


def _record(person: Person, by: User, detail: str) -> None:
    trail.record("person_movement", subject=person, unit=person.unit, actor=by, detail=detail)
