"""The registers that say how long they keep names: of the core and of every plugin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from time import monotonic
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, Date, Select, func, select

from portal import clock
from portal.audit.subjects import subject_names
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people import data_rights
from portal.people.changes import Change
from portal.people.merging import Merger
from portal.people.models import Person
from portal.people.movements import Movement
from portal.plugin.activation import in_effect_within
from portal.records.keeping import Keeping, declared
from portal.records.naming import namings
from portal.records.people import Contact

PIECE = 2_000  # rows looked through at once
FIRST = 20  # rows that a preview shows
PATIENCE = 1.0  # seconds in which a page looks; a job counts the rest
WEIGHED = "这个登记到期的由人鉴定，系统不去除姓名。"
CORE, REST = {"cases": "事项", "families": "家庭", "people": "居民"}, "其他"
KEPT = 0  # years: for ever, as long as the district has said nothing
HAPPENED = (Change.person_id, Movement.person_id, Merger.kept_id, Merger.gone_id)  # to an entry since


def _forget_person(person: Person) -> None:
    data_rights.erase(person, "保存期限届满", by=None)


def _named_nowhere() -> ColumnElement[bool]:
    """Residents of whom nothing is left but the entry in the register, to which nothing has happened. What was merged is part of another."""
    condition = Person.erased_at.is_(None) & Person.merged_into_id.is_(None)
    for column in (*HAPPENED, *(each.column for each in namings())):
        condition &= ~select(column).where(column == Person.id).exists()
    return condition


PEOPLE = Keeping(
    name="居民登记",
    since=lambda: Person.created_at,
    over=_named_nowhere,
    forget=_forget_person,
    does="删除没有任何事项、名册、档案提到的居民的姓名、证件号码、电话、住址",
    hint="个人信息保护法第十九条：保存期限为实现处理目的所必要的最短时间；多少年没有统一规定，由本地规定。",
    called="id",
)


@dataclass(frozen=True)
class Kept:
    """One register: its table, model and declaration."""

    key: str
    model: type[Any]
    keeping: Keeping

    def due(self, unit: OrgUnit, before: date) -> Select:
        """The rows of `unit` and below that were kept until before that day. `+ 0`: they are read by their ids, in pieces; a database without
        statistics would take the index of the place, and with it all rows of a county."""
        since = self.since()
        limit = before if isinstance(since.type, Date) else _begin(before)
        return select(self.model).where(self._lies_in(unit), self.keeping.due_in(self.model), since < limit)

    def _lies_in(self, unit: OrgUnit) -> ColumnElement[bool]:
        if self.keeping.within is None:
            return getattr(self.model, unit.level) + 0 == unit.id
        way = self.keeping.within()
        return way.has(getattr(way.property.mapper.class_, unit.level) == unit.id)

    def piece(self, unit: OrgUnit, before: date, last: int) -> tuple[int, list[int]] | None:
        """Of the next `PIECE` rows behind the id `last`, wherever they lie: the id of the last one, and the ids of those that are due; None where there are no
        more. Whatever share of a register is due, a piece takes the same time."""
        some = select(self.model.id).where(self.model.id > last).order_by(self.model.id).limit(PIECE).subquery()
        end = db.session.scalar(select(func.max(some.c.id)))
        if end is None:
            return None
        ids = self.due(unit, before).with_only_columns(self.model.id)
        return end, list(db.session.scalars(ids.where(self.model.id > last, self.model.id <= end)))

    def look(self, unit: OrgUnit, before: date, seconds: float = PATIENCE) -> "Seen":
        """What is due, as far as it is found in so many seconds."""
        last, found, until = 0, list[int](), monotonic() + seconds
        while piece := self.piece(unit, before, last):
            last, ids = piece
            found += ids
            if monotonic() > until:
                return Seen(len(found), not self.piece(unit, before, last), self._named(sorted(found)[:FIRST]))
        return Seen(len(found), True, self._named(sorted(found)[:FIRST]))

    @property
    def highest(self) -> int:
        """The id of the row that was entered last."""
        return db.session.scalar(select(func.max(self.model.id))) or 0

    def locked(self, unit: OrgUnit, before: date, ids: Sequence[int]) -> list[Any]:
        """Those of the rows that are due still, locked."""
        rows = self.due(unit, before).where(self.model.id.in_(ids)).order_by(self.model.id)
        return list(db.session.scalars(rows.with_for_update(of=self.model)).unique())

    def module(self, unit: OrgUnit) -> str:
        """What it belongs to: the name of its plugin, as far as that is in use in `unit` or below, or a part of the core."""
        plugins, used = current_app.extensions["portal_plugins"].manifests, in_effect_within(unit)
        found = (plugins[key].name for key in used if self.key.startswith(f"{key}_"))
        return next(found, CORE.get(self.key.partition("_")[0], REST))

    @property
    def ends(self) -> bool:
        """Whether anything in it ever is over, so that years can count."""
        return self.keeping.since is not None

    @property
    def by_itself(self) -> bool:
        """Whether the names are taken out here, and not weighed by people."""
        return self.keeping.forget is not None

    def since(self) -> Any:
        """The column from which the years count. Asked only of one that `ends`."""
        if self.keeping.since is None:
            raise TypeError(f"nothing in {self.key} ends")
        return self.keeping.since()

    def forget(self, row: Any) -> None:
        """Take the names out of `row`. Raises RuleError where it must stay, and where people weigh what is due."""
        if self.keeping.forget is None:
            raise RuleError(WEIGHED)
        self.keeping.forget(row)

    def _named(self, ids: Sequence[int]) -> list[tuple[str, date | datetime]]:
        """What these rows are called, and since when they are kept; nobody is named."""
        rows = select(getattr(self.model, self.keeping.called), self.since()).where(self.model.id.in_(ids))
        return [(str(called or "没有编号"), at) for called, at in db.session.execute(rows.order_by(self.model.id))]


class Seen(NamedTuple):
    """What is due in a register: how many were found, whether all was looked through, and what the first are called, since when they are kept."""

    number: int
    whole: bool
    rows: list[tuple[str, date | datetime]]


def registers() -> dict[str, Kept]:
    """By their keys."""
    found = {table: Kept(table, model, keeping) for table, (model, keeping) in declared().items()}
    return {Person.__tablename__: Kept(Person.__tablename__, Person, PEOPLE)} | found


def undeclared() -> list[str]:
    """What records are called that name residents or contacts and say nothing of what becomes of the names: those are kept for good."""
    known, called = declared().keys(), subject_names()
    naming = {
        each.record.__tablename__ for who in (Person, Contact) for each in namings(who) if each.record is not None
    }
    return sorted({called.get(table, table) for table in naming - known})


def ending() -> dict[str, Kept]:
    """Those of which something ends."""
    return {key: each for key, each in registers().items() if each.ends}


def register(key: str) -> Kept:
    """The one with this key. Raises RuleError where the plugin that declared it is not installed any more."""
    if (found := registers().get(key)) is None:
        raise RuleError("声明这个登记的功能模块没有安装，不能处理。")
    return found


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHANGHAI)
