"""人口变动 entered, and taken back where they were wrong."""

from collections.abc import Iterable
from datetime import date

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.merging import Merger, mergers_of
from portal.people.models import DIED, LEFT, Person
from portal.people.movements import CAME, EDIT, MOVED, Movement, counting, settle


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
    before = counting(person)
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


def annul(movement: Movement, reason: str, *, by: User) -> None:
    """撤回: it never was. Only the last that counts, so that what follows from it is undone in turn; what came from another entry not as long
    as it may go back there, and it has not brought the resident anywhere. Does not commit. Raises RuleError, WrongState, NotAllowed."""
    person = movement.person
    _hold(person, by)
    db.session.refresh(movement)
    if movement.annulled_at:
        raise WrongState("这一条已经撤回了。")
    came = came_with(movement, mergers_of(person))
    if came and came.may_be_undone:
        raise WrongState("这一条是合并时从另一条登记归过来的，请先撤销合并，再到那一条登记里撤回。")
    if counting(person)[-1:] != [movement]:
        raise RuleError("只能撤回最后一条，请先撤回后来的。")
    if movement.from_id and not came:
        person.place(_place_before(movement, by))
    movement.annulled_at, movement.annulled_by, movement.annulled_reason = clock.now(), by, reason
    settle(person)
    _record(person, by, f"撤回{movement.name}：{reason}")


def came_with(movement: Movement, mergers: Iterable[Merger]) -> Merger | None:
    """Which of the resident's `mergers` brought it here from another entry."""
    return next((each for each in mergers if each.brought(movement)), None)


def _hold(person: Person, by: User) -> None:
    db.session.refresh(person, with_for_update=True)
    if not by.can(EDIT, person):
        raise NotAllowed("您不能登记这位居民的变动。")
    if person.erased_at or person.merged_into_id:
        raise WrongState("这一条登记已经删除或者并入别的登记了。")
    person.admit_use()


def _place_before(movement: Movement, by: User) -> OrgUnit:
    """Where the resident was, or what that was merged into since. Raises RuleError, WrongState."""
    unit = db.session.get_one(OrgUnit, movement.from_id).heir
    if unit.closed_on:
        raise WrongState(f"原来所在的{unit.name}已经撤销，不能撤回到那里。请登记搬到了哪里。")
    if unit.county_id != movement.person.county_id or not by.can(EDIT, unit):
        raise RuleError(f"原来所在的{unit.name}不在您管的范围里，请两处都管的人撤回。")
    return unit


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
